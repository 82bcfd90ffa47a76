import { type ToldVocabulary, vocabularyToldIn } from '../../contract/infer/told-vocabularies.ts';
import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { at, type Subject } from '../kit/define.ts';
import { isBesideChoice, refusesToldMistakes } from './mistaken-bodies.ts';
import { saidAtCreation } from './rules-of-creation.ts';

/** A text of a body that has to be one of a closed set, which only a sentence names. */
export type OfVocabulary = Subject & { readonly operation: Operation; readonly member: BodyMember; readonly vocabulary: ToldVocabulary };

const isOpenText = (document: Contract['document'], { schema }: BodyMember): boolean => {
  const resolved = resolvedSchema(document, schema);
  return (
    isObject(resolved) &&
    typesOf(resolved).includes('string') &&
    ['enum', 'const', 'format', 'contentEncoding'].every((keyword) => resolved[keyword] === undefined)
  );
};

const vocabulariesIn = (contract: Contract, operation: Operation): readonly OfVocabulary[] =>
  bodyMembers(contract, operation).flatMap((member): readonly OfVocabulary[] => {
    if (!isOpenText(contract.document, member) || isBesideChoice(contract, operation, member.name)) return [];
    const said = [...descriptionsIn(contract.document, member.schema), ...saidAtCreation(contract, operation, member.name).own];
    const vocabulary = vocabularyToldIn(said.join(' '));
    return vocabulary === undefined ? [] : [at(member.location, { operation, member, vocabulary })];
  });

/** The texts of the bodies of a contract that is held to the standard requirements that have to be of a closed set. */
export const toldVocabularies = (contract: Contract): readonly OfVocabulary[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.filter(refusesToldMistakes).flatMap((operation) => vocabulariesIn(contract, operation));

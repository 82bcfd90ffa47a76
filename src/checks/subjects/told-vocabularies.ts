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

/** May the schema of a text leave it open what it is: without a format, or with that of an address. */
const isOpenText = (document: Contract['document'], { schema }: BodyMember, isAddress: boolean): boolean => {
  const resolved = resolvedSchema(document, schema);
  return (
    isObject(resolved) &&
    typesOf(resolved).includes('string') &&
    ['enum', 'const', 'contentEncoding'].every((keyword) => resolved[keyword] === undefined) &&
    (resolved['format'] === undefined || (isAddress && ['uri', 'url', 'iri'].some((format) => resolved['format'] === format)))
  );
};

const vocabulariesIn = (contract: Contract, operation: Operation): readonly OfVocabulary[] =>
  bodyMembers(contract, operation).flatMap((member): readonly OfVocabulary[] => {
    if (isBesideChoice(contract, operation, member.name)) return [];
    const said = [...descriptionsIn(contract.document, member.schema), ...saidAtCreation(contract, operation, member.name).own];
    const vocabulary = vocabularyToldIn(said.join(' '));
    const isOpen = isOpenText(contract.document, member, vocabulary === 'https');
    return vocabulary === undefined || !isOpen ? [] : [at(member.location, { operation, member, vocabulary })];
  });

/** The texts of the bodies of a contract that is held to the standard requirements that have to be of a closed set. */
export const toldVocabularies = (contract: Contract): readonly OfVocabulary[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.filter(refusesToldMistakes).flatMap((operation) => vocabulariesIn(contract, operation));

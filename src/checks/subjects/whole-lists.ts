import { askedSchema } from '../../contract/asked-content.ts';
import { itemOf } from '../../contract/infer/covering.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { endsInParameter, isDirectlyBelow, parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, itemsOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, InferredResourceType, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type OnOwn, onOwnResource } from './own-resources.ts';

/** An operation on a resource whose body has to name everything of a kind that is below it. */
export type WholeList = Subject &
  OnOwn & {
    /** What is below the resource. */
    readonly child: InferredResourceType;
    readonly member: string;
    readonly sentence: string;
    /** Nothing may be named twice, and it is not the schema that says so. */
    readonly isOnce: boolean;
    readonly areNumbers: boolean;
  };

/** "Every section exactly once", "all stops of the tour, each once": what is to be named. */
const everyOne = /\b(?:every|each|all(?: of)?(?: the| its)?)(?: single| the)? (?<what>\p{L}+(?: \p{L}+)?)/giu;

/** Words by which each is there, and there once: "exactly once", "each once"; and by which it has to be there. */
const once =
  /\b(?:exactly|only|just|precisely) once\b|\beach(?: of them)? once\b|\bonce each\b|\bno (?:more|fewer|less)\b|\bnone twice\b/iu;
const demanded =
  /\b(?:must|has to|have to|needs? to|needs|required|complete|without exception|none (?:may be )?(?:left out|missing))\b|\b(?:else|otherwise|or)\b[^.;]{0,20}\b4\d\d\b|\(4\d\d(?: otherwise| if not| else)?\)|\b4\d\d (?:otherwise|if (?:one|any|some) (?:is|are) (?:missing|left out))\b/iu;

/** Words by which what is left out stays where it is, or goes elsewhere, or by which it is so for some only. */
const otherwise =
  /\b(?:left out|omitted|missing|others?|rest|not (?:named|listed|given)|unlisted|unnamed)\b[^.;]*\b(?:stays?|keeps?|kept|go(?:es)?|come|comes|follow|follows|behind|remain|remains|appended|moved?|end)\b|\b(?:may|can|need not|do not have to|optional|partial|some of|subset|unless|except|only those)\b/iu;

/** The statuses of refusals that a list with something missing may get. */
const refusals: ReadonlySet<string> = new Set(['400', '409', '422', '4XX', '4xx']);

const isPlain = ({ unsupported, issues, inferred, method, effect, path }: Operation): boolean =>
  unsupported === undefined &&
  issues !== true &&
  inferred?.ends === undefined &&
  inferred?.reaches === undefined &&
  ['POST', 'PUT', 'PATCH'].includes(method) &&
  ['changes', 'destructive'].includes(effect) &&
  !endsInParameter(path);

/** The sentence that demands all of a kind. */
const demandingIn = (texts: readonly string[], noun: readonly string[]): string | undefined => {
  const sentences = texts.flatMap(sentencesOf).map((one) => one.replaceAll(/[`*_]/gu, ''));
  if (sentences.some((one) => otherwise.test(one))) return undefined;
  const last = noun.at(-1) ?? '';
  return sentences.find((one) => {
    const isOfKind = [...one.matchAll(everyOne)].some(({ groups }) =>
      wordsOf(groups?.['what'] ?? '').some((word) => singular(word) === last),
    );
    return isOfKind && (once.test(one) || demanded.test(one));
  });
};

const isListOfIds = (document: Contract['document'], schema: Schema): boolean => {
  const items = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
  return items !== undefined && (isType(document, items, 'string') || isType(document, items, 'integer'));
};

/** Every such operation of a contract that is held to the standard requirements. */
export const wholeLists = (contract: Contract): readonly WholeList[] => {
  if (contract.standard.size === 0) return [];
  const { document } = contract;
  return contract.operations.filter(isPlain).flatMap((operation): readonly WholeList[] => {
    const own = askedSchema(operation.body) === undefined ? undefined : onOwnResource(contract, operation);
    if (!own || !('remove' in own.resourceType) || !operation.responses.some(({ status }) => refusals.has(status))) return [];
    const item = itemOf(own.resourceType).path;
    const below = contract.inferredResourceTypes.filter(
      ({ create, idChosenBy, name }) =>
        create.method === 'POST' &&
        idChosenBy !== 'client' &&
        isDirectlyBelow(create.path, item) &&
        name !== own.resourceType.name &&
        parametersIn(create.path).length === parametersIn(item).length,
    );
    return bodyMembers(contract, operation).flatMap((member): readonly WholeList[] => {
      const { schema } = member;
      if (!isListOfIds(document, schema)) return [];
      const said = [...descriptionsIn(document, schema), ...saidIn(valueAt(document, nodeOf(operation.location)))];
      const suited = below.flatMap((child) => {
        const sentence = demandingIn(said, nounWordsOf(child.create.path));
        return sentence === undefined ? [] : [{ child, sentence }];
      });
      const [found, ...others] = suited;
      if (!found || others.length > 0) return [];
      const isUnique = partsOf(document, schema).some(({ uniqueItems }) => uniqueItems === true);
      const areNumbers = isType(document, itemsOf(document, schema) ?? true, 'integer');
      const isOnce = !isUnique && once.test(found.sentence);
      return [at(operation.location, { ...own, ...found, member: member.name, isOnce, areNumbers })];
    });
  });
};

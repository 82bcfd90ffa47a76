import { endsInParameter, isItemOf, parametersIn, pathAbove } from '../../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../../contract/infer/references.ts';
import { descriptionsIn, isType, itemsOf } from '../../../../contract/infer/schema-parts.ts';
import { singular } from '../../../../contract/infer/singular.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import type { AnyInferred } from '../../../../contract/infer/covering.ts';
import type { Contract, Operation } from '../../../../contract/model.ts';
import { answerSchema } from '../../../../contract/infer/conventions/collection.ts';
import { resourceMembers } from '../../../../contract/infer/resource-object.ts';
import { isObject, valueAt } from '../../../../contract/pointer.ts';
import { saidIn } from '../../../../contract/said.ts';
import { nodeOf } from '../../../../model/location.ts';
import { type BodyMember, bodyMembers } from '../../../../generators/body-members.ts';
import { isAllowed } from '../../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../../kit/not-tried.ts';
import type { Session } from '../../../kit/session.ts';
import { idAsDeclared } from '../../../requests/id-as-declared.ts';
import type { Trip } from '../../../subjects/round-trips.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { inferredResource, inferredShown } from '../inferred-resource.ts';

/** Most lists that are filled. */
const most = 2;

/** What something is called beside its id. */
const callings = 'names?|slugs?|codes?|keys?|labels?|titles?|handles?';

/** The member of a resource by which a list names it: "Names of tags of the household", "by their codes", `skillCodes`; undefined where nothing says so. */
const callingIn = (name: string, noun: string, texts: readonly string[]): string | undefined => {
  const patterns = [
    new RegExp(String.raw`\b(?<word>${callings}) of (?:[\w-]+ ){0,3}?${noun}`, 'iu'),
    new RegExp(String.raw`\b${noun}s? (?<word>${callings})\b`, 'iu'),
    new RegExp(String.raw`\bby (?:its |their |the )?(?<word>${callings})\b`, 'iu'),
  ];
  const words = wordsOf(name).map(singular).join(' ');
  const found = [words, ...texts].flatMap((text) => patterns.map((one) => one.exec(text)?.groups?.['word']));
  const word = found.find((one) => one !== undefined);
  return word === undefined ? undefined : singular(word.toLowerCase());
};

/** What is said of a member of a creation that has no words of its own where it is sent: by what shows it, and by a parameter that filters by one of its values. */
const saidElsewhere = ({ document, operations }: Contract, { path }: Pick<Operation, 'path'>, name: string): readonly string[] => {
  const collection = endsInParameter(path) ? pathAbove(path) : path;
  const near = operations.filter((one) => one.method === 'GET' && (one.path === collection || isItemOf(one.path, collection)));
  const shown = near.flatMap((one) => {
    const answer = answerSchema(one);
    const schema = answer && resourceMembers(document, answer).get(name);
    return schema === undefined ? [] : descriptionsIn(document, schema);
  });
  const filters = near
    .flatMap(({ parameters }) => parameters)
    .filter((one) => one.in === 'query' && [name, singular(name)].includes(one.name))
    .flatMap((one) => [...saidIn(valueAt(document, nodeOf(one.location))), ...descriptionsIn(document, one.schema)]);
  return [...shown, ...filters];
};

/** The type that the first word of a list is called as, `tags` and `tag_names` as what `/tags` creates, with the member that names one. */
const typeByName = (
  { contract, target }: Session,
  operation: Pick<Operation, 'path'>,
  { name, schema }: BodyMember,
): { readonly type: AnyInferred; readonly member: string } | undefined => {
  const { document } = contract;
  const items = itemsOf(document, schema);
  if (!isType(document, schema, 'array') || items === undefined || !isType(document, items, 'string')) return undefined;
  const own = [...descriptionsIn(document, schema), ...descriptionsIn(document, items)];
  const texts = own.length > 0 ? own : saidElsewhere(contract, operation, name);
  const [noun = ''] = wordsOf(name).map(singular);
  for (const type of contract.inferredResourceTypes) {
    if (parametersIn(type.create.path).length > 0 || !isAllowed(type.create, target)) continue;
    if (
      wordsOf(type.create.path.split('/').at(-1) ?? '')
        .map(singular)
        .join(' ') !== noun
    )
      continue;
    const member = callingIn(name, noun, texts);
    const isTaken = member !== undefined && bodyMembers(contract, type.create).some((one) => one.name === member);
    return isTaken ? { type, member } : undefined;
  }
  return undefined;
};

/**
 * Values for the members of a body that are lists of names: each with the name of one resource that the run creates and can remove. A made-up name is refused for being
 * unknown, whatever else is wrong with the list.
 */
export const namesInLists = async (
  session: Session,
  operation: Pick<Operation, 'key' | 'path'>,
  members: readonly BodyMember[],
): Promise<Readonly<Record<string, readonly string[]>>> => {
  if (session.contract.standard.size === 0) return {};
  const named = members.flatMap((one) => {
    const found = typeByName(session, operation, one);
    return found && found.type.create.key !== operation.key ? [{ name: one.name, ...found }] : [];
  });
  const values: Record<string, readonly string[]> = {};
  for (const { name, type, member } of named.slice(0, most)) {
    const shown = await orSkipped(session.run(inferredShown, { resourceType: type.name, use: 'known', for: null }));
    const value = isSkipped(shown) || !isObject(shown) ? undefined : shown[member];
    if (typeof value === 'string') values[name] = [value];
  }
  return values;
};

/**
 * Values for the members of a creation that are lists of ids, and may be left out: each with one resource of the run that can be removed, and is below nothing. An
 * empty list shows neither whether it is stored, nor whether a change of something else keeps it.
 */
export const namedInLists = async (
  session: Session,
  { create }: Pick<Trip, 'create'>,
  members: readonly BodyMember[],
): Promise<Resource> => {
  const { contract, target } = session;
  if (contract.standard.size === 0) return {};
  const byName = await namesInLists(session, create, members);
  const lists = members.flatMap(({ name, required, schema }) => {
    if (byName[name] !== undefined) return [];
    const type = required || !isType(contract.document, schema, 'array') ? undefined : referenceAt(contract, create, [name])?.resourceType;
    const isAlone = type && 'remove' in type && parametersIn(type.create.path).length === 0 && isAllowed(type.create, target);
    return isAlone ? [{ name, type }] : [];
  });
  const found: Record<string, unknown> = {};
  for (const { name, type } of lists.slice(0, most)) {
    const values = await orSkipped(session.run(inferredResource, { resourceType: type.name, use: 'known', for: null }));
    const id = isSkipped(values) ? undefined : Object.values(values).at(-1);
    if (id !== undefined) found[name] = idAsDeclared(contract, create, name, id);
  }
  return { ...byName, ...found };
};

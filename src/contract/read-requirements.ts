import { nearest, suggestion } from '../config/nearest.ts';
import { type Area, areas, type Basis, type Level, type Requirement } from '../model/requirement.ts';
import { ContractError } from './contract-error.ts';
import { below, isObject } from './pointer.ts';
import { entryMembers, ledgerMembers } from './requirements-schema.ts';
import type { Source } from './source.ts';

const levels = ['must', 'should', 'observe', 'untestable'] as const satisfies readonly Level[];
const bases = ['stated', 'exemplified', 'inferred'] as const satisfies readonly Basis[];

/** Refuses a member that nobody reads: a misspelt one would silently say nothing. */
const refuseUnknown = (
  { file, position }: Source,
  node: Readonly<Record<string, unknown>>,
  pointer: string,
  known: readonly string[],
): void => {
  const unknown = Object.keys(node).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new ContractError(
    `Cannot read the requirements in "${file}" at ${position(below(pointer, unknown))}: "${unknown}" is not known here${suggestion(unknown, known)}`,
  );
};

/**
 * The requirements of a ledger, by id.
 * @throws {ContractError} with line and column of the first entry that is incomplete, repeats an id or has an unknown member, and the nearest known
 *   word.
 */
export const readRequirements = (source: Source): ReadonlyMap<string, Requirement> => {
  const list = isObject(source.value) ? source.value['requirements'] : undefined;
  if (!Array.isArray(list))
    throw new ContractError(
      `Cannot read the requirements in "${source.file}" at ${source.position('/requirements')}: there is no list "requirements"`,
    );
  const { standard } = isObject(source.value) ? source.value : {};
  if (standard !== undefined && typeof standard !== 'boolean')
    throw new ContractError(
      `Cannot read the requirements in "${source.file}" at ${source.position('/standard')}, /standard: it must be true or false, it is ${JSON.stringify(standard)}`,
    );
  const [twice] = source.remarks;
  if (twice !== undefined)
    throw new ContractError(`Cannot read the requirements in "${source.file}" at ${twice.position}: ${twice.message}`);
  if (isObject(source.value)) refuseUnknown(source, source.value, '', ledgerMembers);
  const found = new Map<string, Requirement>();
  for (const [index, entry] of list.entries()) {
    const pointer = `/requirements/${index}`;
    if (isObject(entry)) refuseUnknown(source, entry, pointer, entryMembers);
    const requirement = readRequirement(entry, (why, key) => {
      const at = key === undefined ? pointer : `${pointer}/${key}`;
      throw new ContractError(`Cannot read a requirement in "${source.file}" at ${source.position(at)}, ${at}: ${why}`);
    });
    if (found.has(requirement.id)) {
      throw new ContractError(
        `Cannot read a requirement in "${source.file}" at ${source.position(pointer)}, ${pointer}: the id ${requirement.id} is used before, ids are never reused`,
      );
    }
    found.set(requirement.id, requirement);
  }
  return found;
};

/**
 * A ledger beside the standard requirements may not take an id of theirs: a report would show one of two.
 * @param ids Those of its entries, in their order.
 * @param standard By their ids.
 * @throws {ContractError} with line and column of the first one that does.
 */
export const refuseStandardIds = (
  { file, position }: Source,
  ids: readonly string[],
  standard: Pick<ReadonlyMap<string, unknown>, 'has'>,
): void => {
  const index = ids.findIndex((id) => standard.has(id));
  if (index < 0) return;
  const at = `/requirements/${index}/id`;
  throw new ContractError(
    `Cannot read a requirement in "${file}" at ${position(at)}, ${at}: ${ids[index]} is a standard requirement, which holds beside yours; choose another prefix, or say "standard: false"`,
  );
};

/** Does a ledger add to the standard requirements (the default), or does it stand alone: `standard: false`. */
export const isStandard = ({ value }: Source): boolean => !isObject(value) || value['standard'] !== false;

type Refuse = (why: string, key?: string) => never;

const readRequirement = (entry: unknown, refuse: Refuse): Requirement => {
  if (!isObject(entry))
    return refuse('an entry is a mapping with id, title, area, level, basis, section, lines, operations, needs and judge');
  const text = (key: string): string => {
    const value = entry[key];
    if (value === undefined) return refuse(`"${key}" is missing`);
    return typeof value === 'string' && value !== '' ? value : refuse(`"${key}" must be a text, it is ${JSON.stringify(value)}`, key);
  };
  const oneOf = <T extends string>(key: string, allowed: readonly T[]): T =>
    allowed.find((value) => value === entry[key]) ??
    refuse(`"${key}" must be one of ${allowed.join(', ')}${nearWord(entry[key], allowed)}`, key);
  const texts = (key: string): readonly string[] => {
    const value = entry[key] ?? [];
    return Array.isArray(value) && value.every((one): one is string => typeof one === 'string')
      ? value
      : refuse(`"${key}" must be a list of texts`, key);
  };
  const note = entry['note'];
  const noDefect = entry['noDefect'];
  const overlay = entry['overlay'];
  const words = texts('words');
  return {
    id: text('id'),
    title: text('title'),
    area: oneOf<Area>('area', areas),
    level: oneOf<Level>('level', levels),
    basis: oneOf<Basis>('basis', bases),
    section: text('section'),
    lines: text('lines'),
    operations: entry['operations'] === 'all' ? 'all' : texts('operations'),
    needs: texts('needs'),
    judge: text('judge'),
    defects: readDefects(entry['defects'], refuse),
    checks: texts('checks'),
    since: text('since'),
    ...(typeof note === 'string' ? { note } : {}),
    ...(typeof noDefect === 'string' ? { noDefect } : {}),
    ...(typeof overlay === 'string' ? { overlay } : {}),
    ...(words.length > 0 ? { words } : {}),
  };
};

const nearWord = (value: unknown, allowed: readonly string[]): string => {
  const near = typeof value === 'string' ? nearest(value, allowed) : undefined;
  return near === undefined ? '' : `, did you mean "${near}"?`;
};

const readDefects = (value: unknown, refuse: Refuse): Readonly<Record<string, string>> => {
  if (value === undefined) return {};
  if (!isObject(value)) return refuse('"defects" must map a slug to one line', 'defects');
  return Object.fromEntries(
    Object.entries(value).map(([slug, line]) => [
      slug,
      typeof line === 'string' ? line : refuse(`"${slug}" must be one line of text`, 'defects'),
    ]),
  );
};

/**
 * Ids that no check decides yet, from `open.yaml`.
 * @throws {ContractError} where an entry has no id.
 */
export const readOpen = (source: Source): readonly string[] => {
  const list = source.value;
  if (!Array.isArray(list))
    throw new ContractError(
      `Cannot read "${source.file}" at ${source.position('')}: it is not a list of requirements that no check decides yet`,
    );
  const ids = list.map((entry: unknown, index) => {
    const id = isObject(entry) ? entry['id'] : undefined;
    if (typeof id !== 'string')
      throw new ContractError(`Cannot read "${source.file}" at ${source.position(`/${index}`)}: an entry needs an id`);
    return id;
  });
  // A requirement that takes several checks has an entry for each.
  return [...new Set(ids)];
};

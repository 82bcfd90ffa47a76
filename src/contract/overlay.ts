import { jsonpath } from 'json-p3';
import { ContractError } from './contract-error.ts';
import { below, isObject, valueAt } from './pointer.ts';
import { type Positions, readSource, type Source } from './source.ts';

/** What one action of an overlay does (OpenAPI Overlay 1.0, Action Object). */
type Action = { readonly target: string; readonly pointer: string; readonly update?: unknown; readonly remove: boolean };

/** Where a node of an overlaid document is written: in the overlay, or at a pointer of the document before. */
export type OverlayOrigin = { readonly overlay: Positions; readonly pointer: string } | { readonly before: string };

/** A document with an overlay applied. */
export type Overlaid = {
  readonly value: unknown;
  /** @param pointer Fragment pointer in the overlaid document. */
  origin(pointer: string): OverlayOrigin;
};

/** What an action did to one node: it is written in the overlay, or it was an item that was removed from its list. */
type Edit = { readonly at: string; readonly from: string } | { readonly list: string; readonly removed: number };

/**
 * A copy of a document with the actions of an overlay applied in their order (OpenAPI Overlay 1.0).
 * @throws {ContractError} with file, line and column where the file is not an overlay, a target is not a JSONPath or names nothing in the
 *   document (otherwise a misspelt target would be ignored silently), or an update does not fit its target.
 */
export const applyOverlay = async (document: unknown, file: string): Promise<Overlaid> => {
  const overlay = await readSource(file);
  const copy: Copy = { root: structuredClone(document), edits: [] };
  for (const action of actionsOf(overlay)) apply(copy, action, overlay);
  const positions = { file: overlay.file, spot: overlay.spot };
  return { value: copy.root, origin: originBy(copy.edits, positions) };
};

/** A document that is being changed, and what was done to it, in order. */
type Copy = { root: unknown; readonly edits: Edit[] };

const covers = (around: string, pointer: string): boolean => pointer === around || pointer.startsWith(`${around}/`);

/** The last edit that touched a node says where it is written. Items behind a removed one had another index before. */
const originBy =
  (edits: readonly Edit[], overlay: Positions) =>
  (pointer: string): OverlayOrigin => {
    let at = pointer.replace(/^#/, '');
    for (const edit of edits.toReversed()) {
      if ('from' in edit) {
        if (covers(edit.at, at)) return { overlay, pointer: `#${edit.from}${at.slice(edit.at.length)}` };
      } else if (at.startsWith(`${edit.list}/`)) {
        const [index = '', ...rest] = at.slice(edit.list.length + 1).split('/');
        if (Number(index) >= edit.removed) at = [edit.list, String(Number(index) + 1), ...rest].join('/');
      }
    }
    return { before: `#${at}` };
  };

const refuse = (overlay: Source, pointer: string, why: string): never => {
  throw new ContractError(`Cannot apply the overlay "${overlay.file}" at ${overlay.position(pointer)}, #${pointer}: ${why}`);
};

/** Members of an Action Object. */
const members = new Set(['target', 'description', 'update', 'remove']);

const actionsOf = (overlay: Source): Action[] => {
  const { value } = overlay;
  const version = isObject(value) ? value['overlay'] : undefined;
  if (!isObject(value) || version === undefined)
    return refuse(overlay, '', 'it is not an overlay: that is a mapping with "overlay: 1.0.0", "info" and "actions"');
  if (typeof version !== 'string' || !/^1\.0\.\d+$/.test(version))
    return refuse(overlay, '/overlay', `its "overlay" must be a version 1.0.x such as "1.0.0", it is ${JSON.stringify(version)}`);
  const { actions } = value;
  if (!Array.isArray(actions) || actions.length === 0)
    return refuse(overlay, '/actions', '"actions" must be a list with at least one action');
  return actions.map((action: unknown, n): Action => {
    const pointer = `/actions/${n}`;
    const target = isObject(action) ? action['target'] : undefined;
    if (!isObject(action) || typeof target !== 'string' || target === '')
      return refuse(overlay, pointer, 'an action needs a "target", a JSONPath such as $.paths["/a"].get');
    if (action['remove'] !== undefined && typeof action['remove'] !== 'boolean')
      return refuse(overlay, `${pointer}/remove`, `"remove" must be true or false, it is ${JSON.stringify(action['remove'])}`);
    const unknown = Object.keys(action).find((key) => !members.has(key) && !key.startsWith('x-'));
    if (unknown !== undefined)
      return refuse(overlay, `${pointer}/${unknown}`, `"${unknown}" is not a member of an action; known: ${[...members].join(', ')}`);
    if (action['remove'] === true) return { target, pointer, remove: true };
    if (action['update'] === undefined) return refuse(overlay, pointer, 'an action needs "update", or "remove: true"');
    return { target, pointer, update: action['update'], remove: false };
  });
};

type Location = readonly (string | number)[];

const locationsOf = (root: unknown, { target, pointer }: Action, overlay: Source): Location[] => {
  let found: Location[];
  try {
    found = jsonpath.query(target, root as never).nodes.map(({ location }) => location);
  } catch (error) {
    const hint = /^#?\//.test(target) ? ', a JSONPath begins with $ and is no JSON pointer' : '';
    const why = error instanceof Error ? error.message : String(error);
    return refuse(overlay, `${pointer}/target`, `"${target}" is not a JSONPath: ${why}${hint}`);
  }
  return found.length > 0 ? found : refuse(overlay, `${pointer}/target`, `"${target}" names nothing in the document`);
};

const apply = (copy: Copy, action: Action, overlay: Source): void => {
  const locations = locationsOf(copy.root, action, overlay);
  // The last is removed first, so that the indices of the others stay right.
  if (action.remove) for (const location of locations.toReversed()) removeAt(copy, location, action, overlay);
  else for (const location of locations) updateAt(copy, location, action, overlay);
};

const removeAt = ({ root, edits }: Copy, location: Location, { pointer }: Action, overlay: Source): void => {
  const last = location.at(-1);
  if (last === undefined) return refuse(overlay, pointer, 'the whole document cannot be removed');
  const around = valueAt(root, below('', ...location.slice(0, -1)));
  if (Array.isArray(around)) {
    around.splice(Number(last), 1);
    edits.push({ list: below('', ...location.slice(0, -1)), removed: Number(last) });
  } else if (isObject(around)) Reflect.deleteProperty(around, last);
};

const updateAt = (copy: Copy, location: Location, { pointer, update }: Action, overlay: Source): void => {
  const at = below('', ...location);
  const value = valueAt(copy.root, at);
  const from = `${pointer}/update`;
  if (Array.isArray(value)) {
    copy.edits.push({ at: below(at, value.length), from });
    value.push(structuredClone(update));
  } else if (!isObject(value)) refuse(overlay, `${pointer}/target`, `"${at}" is a single value, only an object or a list can be updated`);
  else if (!isObject(update)) refuse(overlay, `${pointer}/update`, `"${at}" is an object, so the update must be one too`);
  else Object.assign(value, merged(value, update, { at, from, edits: copy.edits }));
};

/** Pointers of the two objects that are merged, without the leading `#`. */
type Merging = { readonly at: string; readonly from: string; readonly edits: Edit[] };

/** Objects are merged, lists are concatenated, and any other value is replaced by that of the update. */
const merged = (
  base: Readonly<Record<string, unknown>>,
  update: Readonly<Record<string, unknown>>,
  { at, from, edits }: Merging,
): Record<string, unknown> => {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(update)) {
    const before = Object.hasOwn(base, key) ? base[key] : undefined;
    const member = { at: below(at, key), from: below(from, key) };
    if (isObject(before) && isObject(value)) result[key] = merged(before, value, { ...member, edits });
    else if (Array.isArray(before) && Array.isArray(value)) {
      edits.push(...value.map((_, n) => ({ at: below(member.at, before.length + n), from: below(member.from, n) })));
      result[key] = [...(before as unknown[]), ...structuredClone(value as unknown[])];
    } else {
      edits.push(member);
      result[key] = structuredClone(value);
    }
  }
  return result;
};

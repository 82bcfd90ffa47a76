import { jsonpath } from 'json-p3';
import { ContractError } from './contract-error.ts';
import { below, isObject, valueAt } from './pointer.ts';
import { readSource, type Source } from './source.ts';

/** What one action of an overlay does (OpenAPI Overlay 1.0, Action Object). */
type Action = { readonly target: string; readonly pointer: string; readonly update?: unknown; readonly remove: boolean };

/**
 * A copy of a document with the actions of an overlay applied in their order (OpenAPI Overlay 1.0).
 * @throws {ContractError} with file, line and column where the file is not an overlay, a target is not a JSONPath or names nothing in the
 *   document (otherwise a misspelt target would be ignored silently), or an update does not fit its target.
 */
export const applyOverlay = async (document: unknown, file: string): Promise<unknown> => {
  const overlay = await readSource(file);
  const copy = { root: structuredClone(document) };
  for (const action of actionsOf(overlay)) apply(copy, action, overlay);
  return copy.root;
};

const refuse = (overlay: Source, pointer: string, why: string): never => {
  throw new ContractError(`Cannot apply the overlay "${overlay.file}" at ${overlay.position(pointer)}: ${why}`);
};

const actionsOf = (overlay: Source): Action[] => {
  const { value } = overlay;
  const version = isObject(value) ? value['overlay'] : undefined;
  if (!isObject(value) || typeof version !== 'string' || !/^1\.0\.\d+$/.test(version)) {
    return refuse(overlay, '/overlay', `its "overlay" must be a version 1.0.x, it is ${JSON.stringify(version ?? null)}`);
  }
  const { actions } = value;
  if (!Array.isArray(actions) || actions.length === 0)
    return refuse(overlay, '/actions', '"actions" must be a list with at least one action');
  return actions.map((action: unknown, n): Action => {
    const pointer = `/actions/${n}`;
    const target = isObject(action) ? action['target'] : undefined;
    if (!isObject(action) || typeof target !== 'string') return refuse(overlay, pointer, 'an action needs a "target", a JSONPath');
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
    return refuse(overlay, `${pointer}/target`, `"${target}" is not a JSONPath: ${error instanceof Error ? error.message : String(error)}`);
  }
  return found.length > 0 ? found : refuse(overlay, `${pointer}/target`, `"${target}" names nothing in the document`);
};

const apply = (copy: { root: unknown }, action: Action, overlay: Source): void => {
  const locations = locationsOf(copy.root, action, overlay);
  // The last is removed first, so that the indices of the others stay right.
  if (action.remove) for (const location of locations.toReversed()) removeAt(copy, location, action, overlay);
  else for (const location of locations) updateAt(copy, location, action, overlay);
};

const removeAt = ({ root }: { root: unknown }, location: Location, { pointer }: Action, overlay: Source): void => {
  const last = location.at(-1);
  if (last === undefined) return refuse(overlay, pointer, 'the whole document cannot be removed');
  const around = valueAt(root, below('', ...location.slice(0, -1)));
  if (Array.isArray(around)) around.splice(Number(last), 1);
  else if (isObject(around)) Reflect.deleteProperty(around, last);
};

const updateAt = (copy: { root: unknown }, location: Location, { pointer, update }: Action, overlay: Source): void => {
  const at = below('', ...location);
  const value = valueAt(copy.root, at);
  if (Array.isArray(value)) value.push(structuredClone(update));
  else if (!isObject(value)) refuse(overlay, `${pointer}/target`, `"${at}" is a single value, only an object or a list can be updated`);
  else if (!isObject(update)) refuse(overlay, `${pointer}/update`, `"${at}" is an object, so the update must be one too`);
  else Object.assign(value, merged(value, update));
};

/** Objects are merged, lists are concatenated, and any other value is replaced by that of the update. */
const merged = (base: Readonly<Record<string, unknown>>, update: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(update)) {
    const before = Object.hasOwn(base, key) ? base[key] : undefined;
    if (isObject(before) && isObject(value)) result[key] = merged(before, value);
    else if (Array.isArray(before) && Array.isArray(value))
      result[key] = [...(before as unknown[]), ...structuredClone(value as unknown[])];
    else result[key] = structuredClone(value);
  }
  return result;
};

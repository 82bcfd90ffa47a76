import { ContractError } from '../contract-error.ts';
import { isObject } from '../pointer.ts';
import type { Source } from '../source.ts';
import type { Edition } from './structure.ts';
import { isMutable, type Mutable } from './walk.ts';

/** A document, the version by which it is read, and a remark about that. */
export type Read = {
  readonly document: Mutable;
  readonly edition: Edition;
  /** Its version is later than any that assay knows. */
  readonly isLater: boolean;
  readonly remark?: { readonly rule: string; readonly pointer: string; readonly message: string };
};

/**
 * Finds the version of a document, and writes the version by which it is read into it.
 * @throws {ContractError} for anything but an OpenAPI document, and for an unknown major version.
 */
export const editionOf = ({ file, value, position }: Source): Read => {
  if (!isMutable(value)) {
    const is = Array.isArray(value) ? 'a list' : value === null || value === undefined ? 'empty' : 'a single value';
    throw new ContractError(`Cannot use "${file}" at 1:1: an OpenAPI document is a mapping, this is ${is}`);
  }
  const word = value['openapi'] === undefined ? 'swagger' : 'openapi';
  const given = value[word];
  if (given === undefined)
    throw new ContractError(`Cannot use "${file}" at 1:1, #: it has neither "openapi" nor "swagger", so it is not an OpenAPI document`);
  const pointer = `#/${word}`;
  const version = typeof given === 'number' ? String(given) : given;
  const later = (message: string): Pick<Read, 'remark'> => ({ remark: { rule: 'version', pointer, message } });
  if (word === 'swagger' && (version === '2.0' || version === '2'))
    return { document: value, edition: '2.0', isLater: false, ...later('Swagger 2.0 is converted to OpenAPI 3.0 before it is judged') };
  const [, minor] = word === 'openapi' && typeof version === 'string' ? (/^3(?:\.(\d+))?(?:\.\d+)?(?:-.+)?$/.exec(version) ?? []) : [];
  const isKnown = word === 'openapi' && typeof version === 'string' && /^3(\.\d+)*(-.+)?$/.test(version);
  if (!isKnown)
    throw new ContractError(
      `Cannot use "${file}" at ${position(pointer)}, ${pointer}: the version is ${isObject(given) ? 'an object' : JSON.stringify(given)}, but assay reads OpenAPI 3.0, 3.1 and 3.2, and Swagger 2.0`,
    );
  const edition = minor === undefined || minor === '0' ? '3.0' : '3.1';
  const isLater = minor !== undefined && Number(minor) > 1;
  const isText = typeof given === 'string' && /^3\.\d+\.\d+/.test(given);
  if (isLater || !isText) value['openapi'] = edition === '3.0' ? '3.0.4' : '3.1.1';
  return {
    document: value,
    edition,
    isLater,
    ...(isLater ? later(`OpenAPI ${version} is read as 3.1: what is new in it is not judged`) : {}),
    ...(isLater || isText
      ? {}
      : later(`the version must be a text such as "${edition}.${edition === '3.0' ? 4 : 1}"; it is read as ${edition}`)),
  };
};

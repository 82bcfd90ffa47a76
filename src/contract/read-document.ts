import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';
import { ContractError } from './contract-error.ts';
import { applyOverlay } from './overlay.ts';
import { isObject } from './pointer.ts';
import { proveDocument } from './prove-document.ts';
import { upgraded } from './upgrade.ts';
import { readSource, type Source } from './source.ts';

/**
 * Reads an OpenAPI 3.1 or 3.0 document, joins external references into one document, applies overlays in their order,
 * proves the result valid (its `x-assay` too), and gives it in the words of 3.1.
 * @param isProven It was found valid before, and is not judged again.
 * @throws {ContractError} when it cannot be read, is of another version, or is no valid OpenAPI, or when an overlay does not fit.
 */
export const readDocument = async (
  file: string,
  overlays: readonly string[] = [],
  isProven = false,
): Promise<Readonly<Record<string, unknown>>> => {
  const read = await readSource(file);
  if (!isObject(read.value))
    throw new ContractError(
      `Cannot use "${file}": an OpenAPI document is a mapping, this is ${Array.isArray(read.value) ? 'a list' : 'a single value'}`,
    );
  const version = read.value['openapi'];
  if (typeof version !== 'string' || !/^3\.[01]\.\d+$/.test(version)) {
    throw new ContractError(
      `Cannot use "${file}" at ${read.position('/openapi')}: its OpenAPI version is ${JSON.stringify(version ?? read.value['swagger'] ?? null)}, this version of assay reads 3.0 and 3.1`,
    );
  }
  const { document, source } = await overlaid(hasExternalReference(read.value) ? await bundled(file) : read.value, read, overlays);
  if (!isProven) await proveDocument(document, source);
  return upgraded(document);
};

/** Positions stay those of the document; what an overlay adds has the position of the nearest thing around it. */
const overlaid = async (
  document: Readonly<Record<string, unknown>>,
  read: Source,
  overlays: readonly string[],
): Promise<{ readonly document: Readonly<Record<string, unknown>>; readonly source: Source }> => {
  let value: unknown = document;
  for (const overlay of overlays) value = await applyOverlay(value, overlay);
  if (!isObject(value)) throw new ContractError(`Cannot use "${read.file}": nothing is left of it after its overlays`);
  const file = [read.file, ...overlays].join('" with the overlay "');
  return { document: value, source: overlays.length === 0 ? read : { ...read, file, value } };
};

/** SHA-256, hexadecimal, of what the contract is made of. */
export const digestOf = (...parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

const hasExternalReference = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.some(hasExternalReference);
  if (!isObject(node)) return false;
  return Object.entries(node).some(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? !value.startsWith('#') : hasExternalReference(value),
  );
};

const bundled = async (file: string): Promise<Readonly<Record<string, unknown>>> => {
  try {
    const document: unknown = await SwaggerParser.bundle(resolve(file));
    if (isObject(document)) return document;
  } catch (error) {
    throw new ContractError(`Cannot join the references of "${file}": ${messageOf(error)}`, { cause: error });
  }
  throw new ContractError(`Cannot join the references of "${file}": the result is no mapping`);
};

const messageOf = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error));

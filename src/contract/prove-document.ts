import { existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import { ContractError } from './contract-error.ts';
import { isObject } from './pointer.ts';
import type { Source } from './source.ts';
import { validateConventions } from './validate-conventions.ts';

/** Digests of the shipped documents that the build found valid with this very code; the sources have no such file. */
const provenByBuild = fileURLToPath(new URL('./proven-documents.json', import.meta.url));

let proven: Set<string> | undefined;
const provenDocuments = (): Set<string> => {
  proven ??= new Set(existsSync(provenByBuild) ? (JSON.parse(readFileSync(provenByBuild, 'utf8')) as readonly string[]) : []);
  return proven;
};

/** Digests of the documents that were found valid so far, SHA-256, hexadecimal: for the build, which writes them beside this file. */
export const provenDigests = (): readonly string[] => [...provenDocuments()];

/**
 * Proves a document to be valid OpenAPI whose every `x-assay` fits its schema. What was found valid before, by this process or by
 * the build, is not judged again: to compile the two schemas takes longer than all else of loading.
 * @throws {ContractError} naming file, line, column and pointer of what does not fit.
 */
export const proveDocument = async (document: Readonly<Record<string, unknown>>, source: Source): Promise<void> => {
  const digest = createHash('sha256').update(JSON.stringify(document)).digest('hex');
  if (provenDocuments().has(digest)) return;
  await validate(document, source);
  validateConventions(source);
  provenDocuments().add(digest);
};

const validate = async (document: Readonly<Record<string, unknown>>, source: Source): Promise<void> => {
  try {
    // The validator resolves references inside the object it is given, so it gets a copy.
    await SwaggerParser.validate(structuredClone(document) as never, { resolve: { external: false } });
  } catch (error) {
    const [first] = detailsOf(error);
    const where = first === undefined ? '' : ` at ${source.position(first.instancePath)}, ${first.instancePath || '/'}`;
    throw new ContractError(`Cannot use "${source.file}"${where}: it is no valid OpenAPI, ${first?.message ?? messageOf(error)}`, {
      cause: error,
    });
  }
};

type Detail = { readonly instancePath: string; readonly message: string };

const detailsOf = (error: unknown): Detail[] => {
  const details: unknown = isObject(error) || error instanceof Error ? Reflect.get(error, 'details') : undefined;
  if (!Array.isArray(details)) return [];
  return details.filter(
    (one): one is Detail => isObject(one) && typeof one['instancePath'] === 'string' && typeof one['message'] === 'string',
  );
};

const messageOf = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error));

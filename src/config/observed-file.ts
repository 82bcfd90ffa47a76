import { dirname, resolve } from 'node:path';
import { type Observed, observedFormat } from '../model/observed.ts';
import { parseConfig } from './document.ts';
import { systemCode, type Outside } from './outside.ts';
import type { SchemaNode } from './schema-node.ts';
import { UsageError } from './usage-error.ts';
import { problemsOf } from './validate.ts';

const texts = (description: string): SchemaNode => ({
  type: 'array',
  description,
  items: { type: 'string', description: 'One of them.' },
});

const textsByName = (description: string): SchemaNode => ({
  type: 'object',
  description,
  additionalProperties: texts('Those of one.'),
});

/** A file of `--save-observed`. Written in JSON Schema 2020-12; docs/observed.md explains it. */
export const observedSchema: SchemaNode = {
  type: 'object',
  description: 'What a run has seen of a target, without anything that differs by chance.',
  required: ['format', 'contract', 'baseUrl', 'operations'],
  additionalProperties: false,
  properties: {
    format: { type: 'integer', minimum: observedFormat, maximum: observedFormat, description: 'Version of this format.' },
    contract: { type: 'string', minLength: 1, description: 'Name of the contract.' },
    baseUrl: { type: 'string', minLength: 1, description: 'Address of the target.' },
    operations: {
      type: 'object',
      description: 'What was seen, by operation key.',
      additionalProperties: {
        type: 'object',
        description: 'What was seen of one operation.',
        required: ['statuses', 'headers', 'objects', 'members', 'others', 'codes', 'values', 'required'],
        additionalProperties: false,
        properties: {
          statuses: texts('Statuses of success; where there were none, every status of a request that should have succeeded.'),
          headers: texts('Header fields of each of at least three successes, after their status.'),
          objects: texts('Objects that were seen at least three times, by status and path; * is any element of a list.'),
          members: textsByName('Types of the members that each of these objects had.'),
          others: textsByName('Types of the members that were seen otherwise.'),
          codes: textsByName('Codes of errors by status, intended faults of the request, and path.'),
          values: textsByName('Values that were seen of members whose values the document lists.'),
          required: texts('Parameters and members of the body that the document requires of a request.'),
        },
      },
    },
  },
};

const isObserved = (value: unknown): value is Observed => problemsOf(observedSchema, value).length === 0;

/**
 * Reads what a run has seen from the text of a file.
 * @throws {UsageError} with every problem on its own line and its exact position.
 */
export const parseObserved = (source: string, file: string, path: string): Observed => {
  const document = parseConfig(source, file, dirname(path), 'observed behaviour');
  const { value } = document;
  if (isObserved(value)) return value;
  throw new UsageError(
    problemsOf(observedSchema, value)
      .map((one) => `Cannot read ${document.where(one.path, one.part)}: ${one.text}`)
      .join('\n'),
  );
};

/**
 * Reads a file of `--save-observed`.
 * @param fail Makes the error about the path itself, at the key or the argument that gives it.
 * @throws {UsageError} where there is no such file, or it cannot be used.
 */
export const readObserved = async (
  file: string,
  directory: string,
  { readFile }: Pick<Outside, 'readFile'>,
  fail: (text: string) => UsageError,
): Promise<Observed> => {
  const path = resolve(directory, file);
  let source: string | undefined;
  try {
    source = await readFile(path);
  } catch (error) {
    throw fail(`names "${file}", which cannot be read: ${systemCode(error) ?? 'unknown error'}`);
  }
  if (source === undefined) throw fail(`names "${file}", which does not exist: write it with --save-observed ${file}`);
  return parseObserved(source, file, path);
};

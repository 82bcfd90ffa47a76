import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { tailOf } from './path-template.ts';
import { descriptionsIn, membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';

/** What an operation takes in again that another one has given out. */
export type Exported = {
  /** The read whose JSON is the file. */
  readonly read: Operation;
  /** The member of the form that takes the file. */
  readonly file: string;
  /** The member that gives what comes of it another name or key than the file has; undefined where there is none. */
  readonly renaming: string | undefined;
};

/** The words of the name of an operation and of the end of its path. */
const calledIn = ({ operationId, path }: Operation): readonly string[] => [
  ...wordsOf(operationId ?? ''),
  ...wordsOf(tailOf(path).at(-1) ?? path.split('/').at(-1) ?? ''),
];

const isCalled = (operation: Operation, form: RegExp): boolean => calledIn(operation).some((word) => form.test(word));

const ofExport = /^(?:exports?|backups?|dumps?|snapshots?)$/u;
const ofImport = /^(?:imports?|restores?|uploads?|backups?)$/u;

/** Words by which a text says that something exported is taken in. */
const saysExported = /\b(?:exports?|exported|backups?|backed up|dumps?|snapshots?)\b/iu;

const isFile = ({ document }: Contract, schema: Schema): boolean =>
  partsOf(document, schema).some((part) => part['format'] === 'binary' || part['contentMediaType'] !== undefined);

/**
 * What gives out the file that a form takes in: "Create a project from an exported file" of `POST /imports`, beside `GET /projects/{projectKey}/export`. By the names of both, where
 * the text of the one speaks of what is exported and the only other one answers with a JSON object. Undefined for all other operations. Nothing is judged by it.
 */
export const exportedFor = (contract: Contract, operation: Operation): Exported | undefined => {
  const { document, operations } = contract;
  const form = operation.body?.content.find(({ mediaType }) => /^multipart\/form-data\b/iu.test(mediaType));
  if (contract.standard.size === 0 || operation.method !== 'POST' || !form || !isCalled(operation, ofImport)) return undefined;
  const members = [...membersOf(document, form.schema)];
  const [file, ...others] = members.filter(([, schema]) => isFile(contract, schema));
  const said = [...saidIn(valueAt(document, nodeOf(operation.location))), ...(file ? descriptionsIn(document, file[1]) : [])];
  if (!file || others.length > 0 || !said.some((text) => saysExported.test(text))) return undefined;
  const reads = operations.filter(
    (one) =>
      one.method === 'GET' &&
      one.effect === 'safe' &&
      one.unsupported === undefined &&
      isCalled(one, ofExport) &&
      membersOf(document, answerSchema(one) ?? true).size > 0,
  );
  // Of several exports the one of the same things.
  const own = calledIn(operation).filter((word) => !ofImport.test(word));
  const alike = reads.length > 1 ? reads.filter((one) => calledIn(one).some((word) => own.includes(word))) : reads;
  const [read, ...more] = alike;
  if (!read || more.length > 0) return undefined;
  const renaming = members.find(
    ([name, schema]) =>
      name !== file[0] &&
      descriptionsIn(document, schema).some((text) =>
        /\b(?:instead of|in place of|rather than|new (?:key|name|slug|code)|rename)\b/iu.test(text),
      ),
  )?.[0];
  return isObject(answerSchema(read)) ? { read, file: file[0], renaming } : undefined;
};

import { parcels, requirement, requirements } from '../support.ts';
import { stringify } from 'yaml';

/** A broken input: the files of its folder, and how the main one is read. */
export type Broken = {
  readonly title: string;
  /** By path in the folder of the case. The document is `mill.yaml`, unless `main` names another. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly main?: string;
  readonly overlays?: readonly string[];
  /** Its message names no place of a text: the file cannot be read at all. */
  readonly isPlaceless?: true;
  /** Nothing has to be said of it, because every operation can be judged as its author meant. */
  readonly isSilent?: true;
};

/** An answer without a body. */
export const ok = "{'200': {description: Grain}}";

/** Answers with a JSON body of a schema, given in flow style. */
export const answering = (schema: string): string => `{'200': {description: Grain, content: {application/json: {schema: ${schema}}}}}`;

/** An operation that nothing is wrong with. */
export const sound = `  /sound: {get: {responses: ${ok}}}`;

/** A document with these paths, of which each line has two blanks before it, and more at the root. */
export const mill = (paths: string, rest = '', version = '3.1.0'): string =>
  `openapi: ${version}\ninfo: {title: Mill, version: '1'}\npaths:\n${paths}\n${rest}`;

/** A case of one document. */
export const document = (title: string, text: string | Uint8Array, more: Partial<Broken> = {}): Broken => ({
  title,
  files: { 'mill.yaml': text },
  ...more,
});

/** A document whose only odd operation answers with a schema. */
export const schema = (title: string, text: string, more: Partial<Broken> = {}): Broken =>
  document(title, mill(`${sound}\n  /wheels:\n    get:\n      responses: ${answering(text)}`), more);

/** A document with an overlay, given as text. */
export const overlay = (title: string, text: string | Uint8Array, more: Partial<Broken> = {}): Broken => ({
  title,
  files: { 'mill.yaml': mill(sound), 'mill.overlay.yaml': text },
  overlays: ['mill.overlay.yaml'],
  ...more,
});

/** A sound document with a ledger, given as text. */
export const ledger = (title: string, text: string | Uint8Array, more: Partial<Broken> = {}): Broken => ({
  title,
  files: { 'mill.yaml': mill(sound), 'requirements.yaml': text },
  ...more,
});

/** A ledger with one entry that differs from a sound one. */
export const entry = (title: string, change: Readonly<Record<string, unknown>>): Broken =>
  ledger(title, stringify({ standard: false, requirements: [{ ...requirement('MILL-1', []), ...change }] }));

type Tree = typeof parcels;

/** A document with `x-assay` words at every level, changed in one place. */
export const words = (title: string, change: (tree: Tree) => unknown): Broken => {
  const tree = structuredClone(parcels);
  change(tree);
  return {
    title,
    files: { 'mill.yaml': stringify(tree), 'requirements.yaml': stringify({ standard: false, requirements }) },
  };
};

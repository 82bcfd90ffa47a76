import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Requirement } from '../../src/model/requirement.ts';

export const specFolder = resolve(import.meta.dirname, '../../spec');

/** An entry of requirements.yaml as written. A dropped requirement keeps its id, with the reason. */
export type Entry = Requirement & { readonly retired?: string };

/** An entry of open.yaml: the check that is planned for a requirement, and the node that has its id. */
export type OpenEntry = {
  readonly id: string;
  readonly check: string | readonly string[];
  readonly kind: string;
  readonly measurement: string;
  readonly place: string | readonly string[];
};

/** The content of the folder of a shipped contract, as written. */
export type Vendor = {
  readonly name: string;
  readonly file: string;
  readonly document: Record<string, unknown>;
  readonly requirements: readonly Entry[];
  readonly open: readonly OpenEntry[];
};

const read = (file: string): unknown => parse(readFileSync(file, 'utf8'));

export const vendors: readonly Vendor[] = readdirSync(specFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(specFolder, entry.name, 'openapi.yaml')))
  .map(({ name }) => {
    const folder = join(specFolder, name);
    const openFile = join(folder, 'open.yaml');
    return {
      name,
      file: join(folder, 'openapi.yaml'),
      document: read(join(folder, 'openapi.yaml')) as Vendor['document'],
      requirements: (read(join(folder, 'requirements.yaml')) as { requirements: Entry[] }).requirements,
      open: existsSync(openFile) ? (read(openFile) as OpenEntry[]) : [],
    };
  });

/** The vendor that the rules are tested with: they must report what a test breaks in it. */
export const tried: Vendor = (() => {
  const found = vendors.find(({ name }) => name === 'cloudnexus');
  if (!found) throw new Error('Cannot try the rules for contracts: spec/cloudnexus does not exist');
  return found;
})();

/** A copy of a vendor whose document is broken on purpose. */
export const spoilt = (vendor: Vendor, spoil: (document: Record<string, unknown>) => void): Vendor => {
  const document = structuredClone(vendor.document);
  spoil(document);
  return { ...vendor, document };
};

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Requirement } from '../../src/model/requirement.ts';

export const specFolder = resolve(import.meta.dirname, '../../spec');

/** An entry of requirements.yaml as it is written. A promise that was dropped keeps its id and says why. */
export type Entry = Requirement & { readonly retired?: string };

/** An entry of open.yaml: the check that is planned for a promise, and where its id stands. */
export type OpenEntry = {
  readonly id: string;
  readonly check: string | readonly string[];
  readonly kind: string;
  readonly measurement: string;
  readonly place: string | readonly string[];
};

/** What the folder of a shipped contract holds, as it is written. */
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

/** The vendor that rules are tried on: they are shown to catch what was spoilt in it on purpose. */
export const tried: Vendor = (() => {
  const found = vendors.find(({ name }) => name === 'cloudnexus');
  if (!found) throw new Error('Cannot try the rules for contracts: spec/cloudnexus is not there');
  return found;
})();

/** A copy of a vendor whose document was spoilt on purpose. */
export const spoilt = (vendor: Vendor, spoil: (document: Record<string, unknown>) => void): Vendor => {
  const document = structuredClone(vendor.document);
  spoil(document);
  return { ...vendor, document };
};

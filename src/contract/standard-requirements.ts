import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rememberedByObject } from '../model/remembered.ts';
import type { Requirement } from '../model/requirement.ts';
import { readRequirements } from './read-requirements.ts';
import { readSource } from './source.ts';

/** The package's own folder `spec/`, from the sources as from the build. */
export const shippedFolder = fileURLToPath(new URL('../../spec/', import.meta.url));

/**
 * Ledgers of our own, each in a folder of `spec/`: what an OpenAPI document states about its answers, what HTTP demands of any server, and what each
 * word of `x-assay` means by itself.
 */
export const standardLedgers = ['openapi', 'http', 'conventions'] as const;

/** The id of a requirement where it rests on a word of `x-assay` that assay inferred and nobody has confirmed. */
export const inferredIdOf = (id: string): string => `${id}-INFERRED`;

/** A requirement that rests on an inferred word warns, whatever it does where the word is declared. */
const inferredOf = (requirement: Requirement): Requirement => ({
  ...requirement,
  id: inferredIdOf(requirement.id),
  level: requirement.level === 'must' ? 'should' : requirement.level,
  basis: 'inferred',
});

/** What comparisons show of every API: each asks in one situation, records the answer, and promises nothing. */
const surveyLedgers = ['survey'] as const;

type Ledgers = typeof standardLedgers | typeof surveyLedgers;

const known = new Map<Ledgers, Promise<ReadonlyMap<string, Requirement>>>();

const readAll = async (names: Ledgers): Promise<ReadonlyMap<string, Requirement>> => {
  const files = names.map((name) => join(shippedFolder, name, 'requirements.yaml')).filter((file) => existsSync(file));
  const ledgers = await Promise.all(files.map(async (file) => readRequirements(await readSource(file))));
  const all = ledgers.flatMap((ledger) => [...ledger.values()]);
  return new Map(
    all.flatMap((one) => (one.words === undefined ? [one] : [one, inferredOf(one)])).map((requirement) => [requirement.id, requirement]),
  );
};

const readOnce = (names: Ledgers): Promise<ReadonlyMap<string, Requirement>> => {
  const read = known.get(names) ?? readAll(names);
  known.set(names, read);
  return read;
};

/** By the id of a check: the one standard requirement that it decides, with what it rests on declared. */
export const standardByCheck = rememberedByObject(
  (standard: ReadonlyMap<string, Requirement>): ReadonlyMap<string, Requirement> =>
    new Map(
      [...standard.values()]
        .filter(({ id }) => !id.endsWith(inferredIdOf('')))
        .flatMap((one) => one.checks.map((check) => [check, one] as const)),
    ),
);

/**
 * The requirements that hold for every API, by id. They decide documents that bring no ledger of their own, and stand beside the ledger of those
 * that do, unless it says `standard: false`.
 * @throws {ContractError} when a ledger of the package cannot be read.
 */
export const standardRequirements = (): Promise<ReadonlyMap<string, Requirement>> => readOnce(standardLedgers);

/**
 * The requirements of a survey, by id: what is asked of an API so that it can be compared with others. All are recorded, none is judged.
 * @throws {ContractError} when the ledger of the package cannot be read.
 */
export const surveyRequirements = (): Promise<ReadonlyMap<string, Requirement>> => readOnce(surveyLedgers);

/**
 * Every requirement that is of no contract, by id.
 * @throws {ContractError} when a ledger of the package cannot be read.
 */
export const commonRequirements = async (): Promise<ReadonlyMap<string, Requirement>> =>
  new Map([...(await standardRequirements()), ...(await surveyRequirements())]);

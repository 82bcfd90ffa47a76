import { loadConfig, targetNames } from '../../config/load-targets.ts';
import { type Flags, gatherOptions } from '../../config/given.ts';
import { parseAddress } from '../../config/address.ts';
import { suggestion } from '../../config/nearest.ts';
import { realOutside } from '../../config/outside.ts';
import { valueAtPath } from '../../config/location.ts';
import { UsageError } from '../../config/usage-error.ts';
import { shippedContracts } from '../../contract/load.ts';
import { loadJudgeable } from '../load-judgeable.ts';
import type { Contract } from '../../contract/model.ts';
import { rootConventions } from '../../contract/read-conventions.ts';
import type { Requirement } from '../../model/requirement.ts';
import { type ListName, listNames } from './list-names.ts';
import type { Io } from '../io.ts';
import { referencesOf } from '../lint/references-of.ts';
import { tableText, type Row } from '../table.ts';
import { isObject } from '../../model/json.ts';

export type ListOptions = Flags & Readonly<Partial<Record<'uncovered', boolean>>>;
type Asked = {
  readonly contracts: readonly string[];
  readonly options: ListOptions;
  readonly references: ReturnType<typeof referencesOf>;
  readonly io: Io;
};
type Listed = {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** The rows as people read them, where ids need words. */
  readonly inWords?: readonly Row[];
};

const contractsOf = async ({ contracts, references, io }: Asked): Promise<readonly Contract[]> => {
  const shipped = shippedContracts();
  for (const name of contracts) {
    if (!shipped.includes(name) && !/[./\\]/u.test(name))
      throw new UsageError(`Cannot list from "${name}": no contract has this name${suggestion(name, shipped)}`);
  }
  return Promise.all(
    (contracts.length === 0 ? shipped : contracts).map((name) => loadJudgeable(name, { cwd: io.cwd, references, env: io.env })),
  );
};

const listContracts = async (asked: Asked): Promise<Listed> => ({
  columns: ['contract', 'operations', 'requirements', 'open', 'title'],
  rows: (await contractsOf(asked)).map(({ name, title, operations, requirements, open }) => ({
    contract: name,
    operations: operations.length,
    requirements: requirements.size,
    open: open.length,
    title,
  })),
});

const listOperations = async (asked: Asked): Promise<Listed> => {
  const rows = (await contractsOf(asked)).flatMap(({ name, operations }) =>
    operations.map(({ key, operationId, effect, tags, unsupported }) => ({
      contract: name,
      operation: key,
      operationId: operationId ?? null,
      effect,
      tags,
      unsupported: unsupported === undefined ? null : `${unsupported.pointer}: ${unsupported.reason}`,
    })),
  );
  const isWhole = rows.every(({ unsupported }) => unsupported === null);
  return { columns: ['contract', 'operation', 'operationId', 'effect', 'tags', ...(isWhole ? [] : ['unsupported'])], rows };
};

const isUncovered = ({ id, level, checks }: Requirement, contract: Contract): boolean =>
  level !== 'untestable' && (checks.length === 0 || contract.open.includes(id));

const listRequirements = async (asked: Asked): Promise<Listed> => ({
  columns: ['requirement', 'level', 'area', 'checks', 'title'],
  rows: (await contractsOf(asked)).flatMap((contract) =>
    [...contract.requirements.values()]
      .filter((requirement) => asked.options['uncovered'] !== true || isUncovered(requirement, contract))
      .map(({ id, level, area, checks, title }) => ({ requirement: id, contract: contract.name, level, area, checks, title })),
  ),
});

const listChecks = async (): Promise<Listed> => {
  const { checks } = await import('../../checks/index.ts');
  return { columns: ['check', 'kind', 'title'], rows: checks.map(({ id, kind, title }) => ({ check: id, kind, title })) };
};

const listDefects = async (asked: Asked): Promise<Listed> => {
  const { contracts, options } = asked;
  const { vendors } = await import('../../reference/index.ts');
  const known = Object.keys(vendors);
  const unknown = contracts.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`Cannot list from "${unknown}": no reference has this name${suggestion(unknown, known)}`);
  const wanted = contracts.length === 0 ? known : contracts;
  const rows = wanted.flatMap((name) =>
    Object.entries(vendors[name]?.defects ?? {}).map(([defect, { breaks, note }]) => ({ contract: name, defect, breaks, note })),
  );
  const columns = ['contract', 'defect', 'breaks', 'note'];
  if (options.json === true) return { columns, rows };
  const titles = new Map((await contractsOf({ ...asked, contracts: wanted })).map(({ name, requirements }) => [name, requirements]));
  const inWords = rows.map((row) => ({ ...row, requirement: titles.get(row.contract)?.get(row.breaks)?.title ?? null }));
  return { columns: ['contract', 'defect', 'breaks', 'requirement', 'note'], rows, inWords };
};

const listFixtures = async (asked: Asked): Promise<Listed> => ({
  columns: ['contract', 'fixture', 'description'],
  rows: (await contractsOf(asked)).flatMap(({ name, document }) =>
    Object.entries(rootConventions(document).fixtures ?? {}).map(([fixture, { description }]) => ({
      contract: name,
      fixture,
      description,
    })),
  ),
});

const listTargets = async ({ options, io }: Asked): Promise<Listed> => {
  const { config } = options;
  const document = await loadConfig(typeof config === 'string' ? config : undefined, shippedContracts(), realOutside(io.cwd, io.env));
  if (document === undefined) throw new UsageError('Cannot list targets: there is no config file in this folder, name one with --config');
  const text = (target: string, key: string): string | null => {
    const value = valueAtPath(document.value, ['targets', target, key]);
    return typeof value === 'string' ? value : null;
  };
  // A run refuses an address with a password, and the password must not be printed here either.
  const address = (target: string): string | null => {
    const parsed = parseAddress(text(target, 'baseUrl') ?? '');
    return parsed.kind === 'address' ? parsed.text : null;
  };
  const credentials = (target: string): string[] => {
    const given = valueAtPath(document.value, ['targets', target, 'credentials']);
    if (!isObject(given)) return [];
    const { schemes, ...roles } = given;
    return [...Object.keys(roles), ...(isObject(schemes) ? Object.keys(schemes) : [])];
  };
  return {
    columns: ['target', 'contract', 'baseUrl', 'credentials'],
    rows: targetNames(document).map((target) => ({
      target,
      contract: text(target, 'contract'),
      baseUrl: address(target),
      credentials: credentials(target),
    })),
  };
};

const lists: Readonly<Record<ListName, (asked: Asked) => Promise<Listed>>> = {
  contracts: listContracts,
  operations: listOperations,
  checks: listChecks,
  requirements: listRequirements,
  defects: listDefects,
  fixtures: listFixtures,
  targets: listTargets,
};

/**
 * Prints one list.
 * @throws {UsageError} for an unknown list or contract.
 */
export const list = async (what: string, contracts: readonly string[], options: ListOptions, io: Io): Promise<number> => {
  const name = listNames.find((known) => known === what);
  if (name === undefined) throw new UsageError(`Cannot list "${what}": there is no such list${suggestion(what, listNames)}`);
  const make = lists[name];
  if (options['uncovered'] === true && what !== 'requirements')
    throw new UsageError('Cannot use --uncovered: it is an option of list requirements');
  const { uncovered: _uncovered, json, ...flags } = options;
  const references = referencesOf(gatherOptions(flags, io.env));
  const { columns, rows, inWords = rows } = await make({ contracts, options, references, io });
  io.stdout.write(json === true ? `${JSON.stringify({ format: 1, [what]: rows }, undefined, 2)}\n` : tableText(columns, inWords));
  return 0;
};

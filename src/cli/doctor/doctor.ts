import { printable } from '../../report/foreign-text.ts';
import { checks } from '../../checks/index.ts';
import { checkAgainstContract } from '../../config/check-against-contract.ts';
import { type Flags, gatherOptions } from '../../config/given.ts';
import { loadTargets } from '../../config/load-targets.ts';
import { realOutside } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';
import { fetchedOptionsOf, shippedContracts } from '../../contract/load.ts';
import { loadJudgeable } from '../load-judgeable.ts';
import type { Contract } from '../../contract/model.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { examine, type Examination } from '../../runner/doctor/examine.ts';
import { contractFacts } from '../contract-facts.ts';
import type { Io } from '../io.ts';
import type { Level } from '../../model/requirement.ts';
import { shown, wrapped } from '../../report/layout.ts';
import { printProblems } from '../lint/print-problems.ts';
import { suggestionWords } from '../../policy/prerequisites.ts';
import { type Prognosis, prognosisOf } from './prognosis.ts';

/**
 * `assay doctor [TARGET]`: 0 if a run could judge something, 3 if preflight would stop it.
 * @param name Default: the only target of the config.
 * @param offline Sends nothing, reads no secret and needs no address; the result is always 0 then.
 * @throws {UsageError} or {ContractError} if the target, an option or a contract cannot be used.
 */
export const doctor = async (name: string | undefined, flags: Flags, io: Io, offline = false): Promise<number> => {
  const { json, ...rest } = flags;
  const given = gatherOptions(rest, io.env);
  const outside = realOutside(io.cwd, io.env);
  const unneeded = { secretsUnread: offline, addressUnneeded: offline };
  const resolved = await loadTargets({ names: name === undefined ? [] : [name], given, shipped: shippedContracts(), outside, ...unneeded });
  if (resolved.length > 1)
    throw new UsageError(
      `Cannot inspect ${resolved.length} targets at once: name one of ${resolved.map(({ target }) => target.name).join(', ')}`,
    );
  const stop = new AbortController();
  const unsubscribe = io.onSignal(() => stop.abort());
  let worst = 0;
  try {
    for (const each of resolved) {
      const contract = await loadJudgeable(each.target.contract, {
        cwd: io.cwd,
        ...fetchedOptionsOf(each.target, each.secrets, each.document),
      });
      printProblems([contract], io);
      const { target: settled, secrets, isAddressAssumed = false } = checkAgainstContract(each, contractFacts(contract));
      const target = isAddressAssumed ? { ...settled, baseUrl: settled.baseUrl + printedPath(contract) } : settled;
      const baseUrl = isAddressAssumed ? undefined : target.baseUrl;
      const examination = offline ? undefined : await examine({ contract, target, secrets }, stop.signal);
      const prognosis = prognosisOf(contract, target, makePlan({ contract, target, checks, seed: 0 }), examination?.data);
      io.stdout.write(
        json === true
          ? `${JSON.stringify({ target: target.name, baseUrl: baseUrl ?? null, ...examination, ...prognosis }, undefined, 2)}\n`
          : printable(textOf(target.name, baseUrl, examination, prognosis, contract)),
      );
      if (examination?.preflight.kind === 'stopped') worst = 3;
    }
  } finally {
    unsubscribe();
  }
  return worst;
};

const credentialWords = {
  accepted: 'The credential is accepted.',
  'not-asked-for': 'Reads work without a credential.',
  unproven: 'No read proves that the address and the credential are right.',
} as const;

/** Path of the first server address of the document (OpenAPI 3.1, Server Object); empty if it has none. */
const printedPath = ({ production: [first = '/'] }: Contract): string =>
  URL.canParse(first, 'https://a.invalid') ? new URL(first, 'https://a.invalid').pathname.replace(/\/+$/u, '') : '';

/** What was inspected, and how. */
const headOf = (name: string, baseUrl: string | undefined, examination: Examination | undefined): string => {
  if (examination) return `${name} at ${baseUrl}, inspected with ${examination.requests} request${examination.requests === 1 ? '' : 's'}`;
  if (baseUrl !== undefined) return `${name} at ${baseUrl}, nothing was sent`;
  return `${name}, nothing was sent; no address is given (--base-url URL), so https and the\npath of the first server address in the document are assumed`;
};

/**
 * The result in words, readable in 80 columns.
 * @param baseUrl Undefined if none was given.
 */
const textOf = (
  name: string,
  baseUrl: string | undefined,
  examination: Examination | undefined,
  prognosis: Prognosis,
  contract: Contract,
): string =>
  [
    headOf(name, baseUrl, examination),
    '',
    ...(examination ? foundWords(examination) : []),
    ...(examination?.preflight.kind === 'stopped' ? [] : prognosisWords(prognosis, examination === undefined, contract)),
    '',
  ].join('\n');

const foundWords = ({ preflight, credential = 'unproven', data, quota }: Examination): string[] => {
  if (preflight.kind === 'stopped') return [`A run would stop here: ${preflight.reason}`];
  return [
    preflight.answersEverything
      ? 'It answers 2xx without a credential and for an unknown path, so a pass would prove nothing.'
      : credentialWords[credential],
    ...preflight.notes.map((note) => `Note: ${note}`),
    '',
    'Data found:',
    ...(data.length === 0 ? ['  the document describes no list'] : []),
    ...data.map(
      ({ operation, items, more }) =>
        `  ${operation}: ${items === undefined ? 'no readable list' : `${items} items${more ? ' on the first page, and more' : ''}`}`,
    ),
    '',
    'Reported quota:',
    ...(Object.keys(quota).length === 0 ? ['  none'] : Object.entries(quota).map(([header, value]) => `  ${header}: ${value}`)),
    '',
  ];
};

/** Most requirements that are named for one reason; the JSON document has all. */
const mostNamed = 6;

const levelOrder: readonly Level[] = ['must', 'should', 'observe', 'untestable'];

/** Requirements with their sentences, musts first. */
const requirementLines = (ids: readonly string[], { requirements }: Contract): readonly string[] => {
  const known = ids.flatMap((id) => requirements.get(id) ?? []);
  const sorted = levelOrder.flatMap((level) => known.filter((one) => one.level === level));
  const rest = sorted.length - mostNamed;
  return [
    ...sorted.slice(0, mostNamed).flatMap(({ id, level, title }) => wrapped(`${level}: ${shown(title)}`, `    ${id} `)),
    ...(rest > 0 ? [`    and ${rest} more (--json has all)`] : []),
  ];
};

const prognosisWords = (
  { levels: found, missing, operations, suggestions, steps }: Prognosis,
  isGuess: boolean,
  contract: Contract,
): string[] => [
  isGuess ? 'A run could decide, if there is enough data:' : 'A run could decide:',
  ...found.filter(({ all }) => all > 0).map(({ level, possible, all }) => `  ${level}: ${possible} of ${all}`),
  '',
  `It could call ${operations.callable} of ${operations.all} operations.`,
  ...(steps.length > 0 ? ['', 'To judge and call more, best first; each adds to those above it:'] : []),
  ...steps.map((one) => `  ${suggestionWords(one)}`),
  ...(suggestions.some(({ supply }) => supply.some(({ name }) => name.startsWith('/values/')))
    ? [`Values stand in the config under "values"; --set 'values.*.NAME=VALUE' gives one to all paths with {NAME}.`]
    : []),
  ...(missing.length > 0 ? ['', 'Missing for the rest, by what it keeps from being judged:'] : []),
  ...missing.flatMap(({ what, requirements }) => [`  ${what}`, ...requirementLines(requirements, contract)]),
];

import type { Check } from '../../checks/kit/define.ts';
import { checks } from '../../checks/index.ts';
import { suggestion } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import { loadContract, shippedContracts } from '../../contract/load.ts';
import type { Contract } from '../../contract/model.ts';
import type { Requirement } from '../../model/requirement.ts';
import { outcomes, skipReasons } from '../../model/verdict.ts';
import { exitCodes } from '../../model/record.ts';
import { wrapped } from '../../report/layout.ts';
import type { Io } from '../io.ts';
import { printCurl } from '../replay/curl.ts';
import { findCase } from '../replay/find-case.ts';
import { openRun } from '../report/open-run.ts';
import { explainCase } from './explain-case.ts';
import type { Explanation } from './explanation.ts';
import { exitCodeWords, outcomeWords, skipWords } from './words.ts';

const explainCheck = (check: Check, contracts: readonly Contract[]): Explanation => {
  const decided = contracts.flatMap(({ requirements }) =>
    [...requirements.values()].filter((requirement) => requirement.checks.includes(check.id)),
  );
  return {
    kind: 'check',
    id: check.id,
    title: check.title,
    more: [
      ['Why it matters', check.why],
      ['How to fix a failure', check.fix],
      ['How it judges', howJudged(check)],
      ['Decides', decided.map(({ id, title }) => `${id}: ${title}`)],
    ],
  };
};

const howJudged = (check: Check): string => {
  const basis = check.reads === undefined ? '' : ` It uses ${check.reads} of x-assay.`;
  switch (check.kind) {
    case 'observation':
      return `It looks at every exchange of the run and sends no requests of its own.${basis}`;
    case 'fold':
      return `It looks at all exchanges of the run together and sends no requests of its own.${basis}`;
    case 'probe':
      return `It sends requests of its own in the ${check.phase} phase.${basis}`;
    default:
      return check satisfies never;
  }
};

const explainRequirement = (requirement: Requirement, contract: Contract): Explanation => ({
  kind: 'requirement',
  id: requirement.id,
  title: requirement.title,
  more: [
    ['Level', `${requirement.level} (${requirement.basis} in the documentation)`],
    ['Source', `${contract.title}, "${requirement.section}", lines ${requirement.lines}`],
    ['Operations', requirement.operations === 'all' ? 'all' : requirement.operations],
    ['Prerequisites', requirement.needs],
    [requirement.level === 'untestable' ? 'Why it cannot be judged' : 'How it is judged', requirement.judge.trim()],
    ['Checks', requirement.checks],
    ['What would break it', Object.entries(requirement.defects).map(([slug, line]) => `${slug}: ${line}`)],
    ...(requirement.note === undefined ? [] : ([['Note', requirement.note.trim()]] as const)),
  ],
});

const explainWord = (id: string): Explanation | undefined => {
  const outcome = outcomes.find((known) => known === id);
  if (outcome === 'skipped') {
    return {
      kind: 'outcome',
      id,
      title: outcomeWords.skipped,
      more: [['Reasons', skipReasons.map((reason) => `${reason}: ${skipWords[reason]}`)]],
    };
  }
  if (outcome) return { kind: 'outcome', id, title: outcomeWords[outcome], more: [] };
  const reason = skipReasons.find((known) => known === id);
  if (reason) return { kind: 'skip reason', id, title: skipWords[reason], more: [] };
  const code = Object.entries(exitCodes).find(([known]) => known === id);
  return code && { kind: 'exit code', id, title: `${code[1]}. ${exitCodeWords[Number(id)] ?? ''}`, more: [] };
};

const indented = (text: string): string =>
  wrapped(text, '  ')
    .map((line) => `${line}\n`)
    .join('');

const textOf = ({ kind, id, title, more }: Explanation): string => {
  const parts = more
    .filter(([, text]) => text.length > 0)
    .map(([heading, text]) => `\n${heading}:\n${(typeof text === 'string' ? [text] : text).map(indented).join('')}`);
  return `${kind} ${id}: ${title}\n${parts.join('')}`;
};

export type ExplainOptions = {
  readonly json?: boolean;
  /** Explain a case of this run. */
  readonly run?: string;
  readonly target?: string;
  readonly curl?: boolean;
};

/** Only ids of cases name a node of the contract. */
const isCaseId = (id: string): boolean => id.includes('@#');

/**
 * Explains one id: of a check, a requirement, an outcome, an exit code, or a case of a run.
 * @throws {UsageError} for an unknown id, with the nearest known one.
 */
export const explain = async (id: string, options: ExplainOptions, io: Io): Promise<number> => {
  let found = explainWord(id);
  if (options.run !== undefined || isCaseId(id)) {
    const opened = openRun(options.run ?? 'latest', io.cwd);
    const planned = findCase(opened.record, id, options.target);
    if (options.curl === true) return printCurl(opened, planned, io);
    found = explainCase(opened, planned);
  } else if (options.curl === true || options.target !== undefined) {
    throw new UsageError(`Cannot use ${options.curl === true ? '--curl' : '--target'}: "${id}" is not the id of a case, add --run RUN`);
  }
  if (found === undefined) {
    const contracts = await Promise.all(shippedContracts().map((name) => loadContract(name)));
    const check = checks.find((known) => known.id === id);
    const contract = contracts.find(({ requirements }) => requirements.has(id));
    const requirement = contract?.requirements.get(id);
    if (check) found = explainCheck(check, contracts);
    else if (contract && requirement) found = explainRequirement(requirement, contract);
    else {
      const known = [
        ...checks.map((each) => each.id),
        ...contracts.flatMap(({ requirements }) => Array.from(requirements.keys())),
        ...outcomes,
        ...skipReasons,
      ];
      const near = suggestion(id, known);
      const hint = near.startsWith(', did') ? near : '; see assay list checks and assay list requirements';
      throw new UsageError(`Cannot explain "${id}": there is no such check, requirement, outcome or exit code${hint}`);
    }
  }
  const { kind, title, more } = found;
  io.stdout.write(
    options.json === true
      ? `${JSON.stringify({ format: 1, kind, id: found.id, title, more: Object.fromEntries(more) }, undefined, 2)}\n`
      : textOf(found),
  );
  return 0;
};

import { printable } from '../../report/foreign-text.ts';
import type { Check } from '../../checks/kit/define.ts';
import { checkById, checks } from '../../checks/index.ts';
import { suggestion } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import { type Flags, gatherOptions } from '../../config/given.ts';
import { documentedAt } from '../../contract/documented-at.ts';
import { loadContract, shippedContracts } from '../../contract/load.ts';
import { ownerOf } from '../../contract/owner.ts';
import { commonRequirements, inferredIdOf } from '../../contract/standard-requirements.ts';
import { distinctBy } from '../../model/json.ts';
import { confirmWords } from '../../report/confirm-words.ts';
import { inferredWords } from '../../report/finding-words.ts';
import { referencesOf } from '../lint/references-of.ts';
import { loadJudgeable } from '../load-judgeable.ts';
import type { Contract } from '../../contract/model.ts';
import type { Requirement } from '../../model/requirement.ts';
import { outcomes, skipReasons } from '../../model/verdict.ts';
import { exitCodes } from '../../model/record.ts';
import { wrapped } from '../../report/layout.ts';
import { sourceWords } from '../../report/source-words.ts';
import type { Io } from '../io.ts';
import { byPrefix } from '../by-prefix.ts';
import type { Explanation } from './explanation.ts';
import { exitCodeWords, outcomeWords, skipWords } from './words.ts';

/** The checks of a requirement with their titles. */
const checksInWords = ({ checks: ids }: Requirement): readonly string[] =>
  ids.map((id) => {
    const check = checkById(id);
    return check === undefined ? id : `${id}: ${check.title}`;
  });

const explainCheck = (check: Check, contracts: readonly Contract[], standard: readonly Requirement[]): Explanation => {
  const own = contracts.flatMap(({ requirements }) =>
    [...requirements.values()].filter((requirement) => requirement.checks.includes(check.id)),
  );
  const decided = distinctBy([...standard, ...own], (requirement) => requirement.id);
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

/** Most places of a document that are listed. */
const mostPlaces = 40;

/** Where a requirement stands in a document, and the inferred words that it rests on there. */
const standing = (
  { id, checks: ids }: Requirement,
  contract: Contract,
): { readonly places: readonly string[]; readonly inferred: readonly string[] } => {
  const places = new Map<string, string>();
  const inferred = new Set<string>();
  for (const check of checks.filter((one) => ids.includes(one.id))) {
    for (const location of check.locations(contract)) {
      const owner = ownerOf(contract, check, location);
      if (owner?.requirement.id !== id) continue;
      for (const word of inferredWords(owner)) inferred.add(word);
      const key = `${owner.node} ${location.operation ?? ''}`;
      if (places.has(key) || places.size > mostPlaces) continue;
      const { file, line, column, pointer } = documentedAt(contract, owner.node, location.operation ?? '');
      places.set(key, `${file}:${line}:${column} ${pointer}`);
    }
  }
  const listed = [...new Set(places.values())];
  return { places: listed.length > mostPlaces ? [...listed.slice(0, mostPlaces), 'and more'] : listed, inferred: [...inferred] };
};

const inDocument = (requirement: Requirement, contract: Contract): Explanation['more'] => {
  const { places, inferred } = standing(requirement, contract);
  return [
    [`In ${contract.title}`, places.length === 0 ? 'Nothing in this document is about it.' : places],
    ['What assay inferred', inferred],
    ['How to confirm or reject that', inferred.length === 0 ? '' : confirmWords],
  ];
};

/** A requirement that holds for every API, in a document where one is given. */
const explainStandard = (requirement: Requirement, contract: Contract | undefined): Explanation => {
  const { id, title, level, basis, checks: ids, words = [] } = requirement;
  const isSurveyed = ids.every((check) => check.startsWith('survey/'));
  const isInferred = id.endsWith(inferredIdOf(''));
  const twin = isInferred ? id.slice(0, -inferredIdOf('').length) : inferredIdOf(id);
  return {
    kind: 'requirement',
    id,
    title,
    more: [
      ['Level', isInferred ? `${level}: it rests on a word that assay inferred, so it only warns` : `${level} (${basis})`],
      [
        'Source',
        `${sourceWords(requirement)}; ${isSurveyed ? 'asked of every API in a run with --profile comparison' : 'a standard requirement, for every document that does not say "standard: false"'}`,
      ],
      ['Rests on', words.map((word) => `${word} of x-assay (docs/x-assay.md)`)],
      [
        'If the words are declared',
        isInferred
          ? `it is ${twin}`
          : words.length === 0
            ? ''
            : `it is this one; where assay inferred one of them, it is ${twin}, which only warns`,
      ],
      ...(isInferred && contract === undefined ? ([['How to confirm or reject an inferred word', confirmWords]] as const) : []),
      ...(contract === undefined ? [] : inDocument(requirement, contract)),
      ['How it is judged', requirement.judge.trim()],
      ['Checks', checksInWords(requirement)],
    ],
  };
};

const explainRequirement = (requirement: Requirement, contract: Contract, isGiven: boolean): Explanation => ({
  kind: 'requirement',
  id: requirement.id,
  title: requirement.title,
  more: [
    ['Level', `${requirement.level} (${requirement.basis} in the documentation)`],
    ['Source', `${contract.title}, ${sourceWords(requirement)}`],
    ...(isGiven ? inDocument(requirement, contract) : []),
    ['Operations', requirement.operations === 'all' ? 'all' : requirement.operations],
    ['Prerequisites', requirement.needs],
    [requirement.level === 'untestable' ? 'Why it cannot be judged' : 'How it is judged', requirement.judge.trim()],
    ['Checks', checksInWords(requirement)],
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
  /** Hosts and folders that references of the contract may name, as in `run`. */
  readonly references?: Flags;
};

/** Only ids of cases name a node of the contract. */
const isCaseId = (id: string): boolean => id.includes('@#');

/** A requirement of the named contract, else of a standard or a shipped one. */
const findRequirement = async (id: string, named: Contract | undefined): Promise<Explanation | undefined> => {
  const standard = await commonRequirements();
  const own = named?.requirements.get(id);
  const common = standard.get(id);
  if (named !== undefined && own !== undefined && own !== common) return explainRequirement(own, named, true);
  if (common !== undefined) return explainStandard(common, named?.requirements.get(id) === common ? named : undefined);
  const shipped = await shippedOnes();
  const contract = shipped.find(({ requirements }) => requirements.has(id));
  const requirement = contract?.requirements.get(id);
  return contract && requirement && explainRequirement(requirement, contract, false);
};

const shippedOnes = (): Promise<readonly Contract[]> => Promise.all(shippedContracts().map((name) => loadContract(name)));

/** Every id that can be explained. */
const knownIds = async (named: Contract | undefined): Promise<readonly string[]> => [
  ...checks.map((each) => each.id),
  ...[...(named === undefined ? [] : [named]), ...(await shippedOnes())].flatMap(({ requirements }) => Array.from(requirements.keys())),
  ...(await commonRequirements()).keys(),
  ...outcomes,
  ...skipReasons,
];

/**
 * Explains one id: of a check, a requirement, an outcome, an exit code, or a case of a run.
 * @param name A contract whose requirements are explained first: a shipped one, or the path of a document.
 * @throws {UsageError} for an unknown id, with the nearest known one.
 * @throws {ContractError} where the contract cannot be used.
 */
export const explain = async (id: string, name: string | undefined, options: ExplainOptions, io: Io): Promise<number> => {
  let found = explainWord(id);
  if (options.run !== undefined || isCaseId(id)) {
    if (name !== undefined)
      throw new UsageError(`Cannot use the contract "${name}" with a case of a run: the record has its requirements, leave it out`);
    // What reads records takes a tenth of the start of this command, and is needed here alone.
    const { explainRecorded } = await import('./explain-case.ts');
    const explained = await explainRecorded(id, options, io);
    if (typeof explained === 'number') return explained;
    found = explained;
  } else if (options.curl === true || options.target !== undefined) {
    throw new UsageError(`Cannot use ${options.curl === true ? '--curl' : '--target'}: "${id}" is not the id of a case, add --run RUN`);
  }
  if (found === undefined) {
    const references = referencesOf(gatherOptions(options.references ?? {}, io.env));
    const named = name === undefined ? undefined : await loadJudgeable(name, { cwd: io.cwd, references, env: io.env });
    const check = checks.find((known) => known.id === id);
    if (check) {
      const shipped = named === undefined ? await shippedOnes() : [named];
      const standard = [...(await commonRequirements()).values()].filter((one) => one.checks.includes(check.id));
      found = explainCheck(check, shipped, standard);
    } else found = await findRequirement(id, named);
    if (found === undefined) {
      const known = await knownIds(named);
      const ledgers = [...(named === undefined ? [] : [named]), ...(await shippedOnes())].map((one) => one.requirements);
      const titles = [...ledgers, await commonRequirements()];
      const wordsOf = (one: string): string | undefined =>
        checkById(one)?.title ?? titles.find((requirements) => requirements.has(one))?.get(one)?.title;
      const begun = byPrefix(id, known, 'what to explain', wordsOf);
      if (begun !== undefined && begun !== id) return explain(begun, name, options, io);
      const near = suggestion(id, known);
      const hint = near.startsWith(', did')
        ? near
        : `; see assay list checks and assay list requirements${name === undefined ? ', and name the contract of a requirement of your own behind the id' : ''}`;
      throw new UsageError(`Cannot explain "${id}": there is no such check, requirement, outcome or exit code${hint}`);
    }
  }
  const { kind, title, more } = found;
  io.stdout.write(
    options.json === true
      ? `${JSON.stringify({ format: 1, kind, id: found.id, title, more: Object.fromEntries(more) }, undefined, 2)}\n`
      : printable(textOf(found)),
  );
  return 0;
};

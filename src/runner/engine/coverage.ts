import { prerequisitesFor } from '../../checks/kit/prerequisites.ts';
import { successClasses } from '../../contract/documented-success.ts';
import { outcomeOf, statusOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { nodeOf } from '../../model/location.ts';
import type { Case, Plan } from '../../model/case.ts';
import type { Coverage, Prerequisite, Unreached } from '../../model/coverage.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Target } from '../../model/target.ts';
import type { Verdict } from '../../model/verdict.ts';
import { unmetPrerequisites } from '../../plan/unmet-prerequisites.ts';
import type { Stop } from './limits.ts';

/** Records which operations of a contract a run reaches, and why it does not reach the others. See {@link Coverage}. */
export type CoverageNotes = {
  /** Call once for every exchange. */
  saw(exchange: Exchange): void;
  /** Call once for every verdict. */
  gave(planned: Case, verdict: Verdict): void;
  /** @param stop Why the run ended early, where it did. */
  conclude(stop: Stop | undefined): Coverage;
};

type Why = Pick<Unreached, 'reason' | 'lacks'>;

export const createCoverage = (contract: Contract, target: Target, plan: Pick<Plan, 'cases' | 'notSelected'>): CoverageNotes => {
  const operations = new Map(contract.operations.map((operation) => [operation.key, operation]));
  const reached = new Set<string>();
  const outcomes = new Map<string, Map<string, number>>();
  const carried = new Set<string>();
  const left = new Map<string, string>();

  const why = (operation: Operation, stop: Stop | undefined): Why => {
    const answered = [...(outcomes.get(operation.key) ?? [])].sort(([, a], [, b]) => b - a)[0]?.[0];
    if (answered !== undefined) return { reason: answered };
    const own = plan.cases.filter(({ id }) => id.endsWith(`@${nodeOf(operation.location)}`));
    const unsupported = own.find(({ skip }) => skip?.because === 'unsupported');
    if (unsupported?.skip) return { reason: `unsupported: ${unsupported.skip.reason}` };
    const lacks = own.find((one) => one.lacks !== undefined)?.lacks ?? lackingFor(operation, contract, target);
    if (lacks.length > 0) return { reason: lacks.map(wordsFor).join(', '), lacks };
    return { reason: stop?.message ?? left.get(operation.key) ?? 'no check calls it as it is documented' };
  };

  return {
    saw(exchange) {
      const { operation, credential } = exchange.request;
      if ('name' in credential) carried.add(credential.name);
      if (operation === null || reached.has(operation)) return;
      const called = operations.get(operation);
      if (called === undefined || !isAsDescribed(exchange, called)) return;
      if (successClasses(called.responses).has(Math.floor((statusOf(exchange) ?? 0) / 100))) reached.add(operation);
      else {
        const of = outcomes.get(operation) ?? new Map<string, number>();
        outcomes.set(operation, of.set(answerWords(exchange), (of.get(answerWords(exchange)) ?? 0) + 1));
      }
    },
    gave({ places }, verdict) {
      if (verdict.kind !== 'skipped' || verdict.because === 'not-selected' || verdict.because === 'not-applicable') return;
      for (const { operation } of places) if (operation !== null && !left.has(operation)) left.set(operation, verdict.reason);
    },
    conclude(stop) {
      const selected = contract.operations.filter(({ key }) => plan.notSelected?.includes(key) !== true);
      const open = selected.filter(({ key }) => !reached.has(key));
      const groups = new Map<string, Unreached>();
      for (const operation of open) {
        const one = why(operation, stop);
        groups.set(one.reason, { ...one, operations: [...(groups.get(one.reason)?.operations ?? []), operation.key] });
      }
      return {
        operations: selected.length,
        reached: selected.length - open.length,
        notSelected: contract.operations.length - selected.length,
        unreached: [...groups.values()].sort((a, b) => b.operations.length - a.operations.length),
        unusedCredentials:
          stop === undefined
            ? target.credentials
                .filter((name) => !carried.has(name) || !asksForCredential(contract))
                .map((name) => ({ name, reason: unusedWords(name, contract) }))
            : [],
      };
    },
  };
};

/** The request has no deliberate fault, and has a valid credential where one is required. */
const isAsDescribed = ({ request: { faults, base, credential } }: Exchange, { secured }: Operation): boolean =>
  faults.length === 0 && base === undefined && (!secured || credential.kind === 'valid' || credential.kind === 'issued');

const answerWords = (exchange: Exchange): string => {
  const outcome = outcomeOf(exchange);
  if (exchange.reply.kind === 'no-answer') return outcome;
  return outcome === '401' || outcome === '403' ? `refused with ${outcome}` : `answered ${outcome}`;
};

const lackingFor = (operation: Operation, contract: Contract, target: Target): readonly Prerequisite[] => {
  const lacks = unmetPrerequisites(prerequisitesFor(operation, { contract, target }), target).flatMap((unmet) => unmet.lacks ?? []);
  const needsKey = operation.secured && operation.takesKey && !target.credentials.includes('key');
  const known = lacks.some(({ kind, name }) => kind === 'credential' && name === 'key');
  return needsKey && !known ? [{ kind: 'credential', name: 'key' }, ...lacks] : lacks;
};

/** Missing values for parameters of one name in different operations are one reason. */
const wordsFor = ({ kind, name }: Prerequisite): string =>
  kind === 'setting' ? `no value for "${lastToken(name)}"` : `needs the ${kind} "${name}"`;

const lastToken = (pointer: string): string => (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

const asksForCredential = ({ operations }: Contract): boolean => operations.some(({ secured }) => secured);

const unusedWords = (name: string, contract: Contract): string => {
  if (!asksForCredential(contract)) return 'the document requires no credential';
  return name === 'key' ? 'no request was sent that needs it' : 'no check of this run uses it';
};

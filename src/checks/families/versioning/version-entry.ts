import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { defineEntry, type Entry, fail, inconclusive, unconfirmed } from '../../kit/define.ts';
import { isProven, proofOf } from '../../scenarios/transport/is-proven.ts';
import { pathWithoutCredential } from '../../scenarios/transport/path-without-credential.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { provenRead, type ProvenRead } from '../../scenarios/transport/proven-read.ts';
import { redirectPath, sentPath } from '../../subjects/redirect-path.ts';
import { isRedirect } from '../../subjects/plain-http.ts';
import { neighbours, promisedVersion } from '../../subjects/version-segment.ts';

type Measured = {
  readonly plain: Exchange;
  readonly elsewhere: ProvenRead | undefined;
  /** Without a credential the path is refused as one that does not exist. */
  readonly isUnknown: boolean;
};

/** Where a service is looked for that is not under the promised version: under none, or also under those beside it. */
type Whereabouts = 'no version' | 'no version or a neighbour';

/**
 * Every plain read is 404: the service has it under another version, or under none. Whatever stands beside the version in the base URL
 * must not be one itself, or the operator may have put one too many.
 */
export const versionEntry = (code: string, sought: Whereabouts): Entry =>
  defineEntry<Measured>({
    async measure(_place, session) {
      const { contract, target } = session;
      const operation = parameterlessReads(contract)[0]?.key ?? '';
      const plain = await session.measure(plainRead, { operation });
      const beside = sought === 'no version' ? [] : neighbours(promisedVersion(contract) ?? '');
      for (const segment of statusOf(plain) === 404 && isOnlyVersion(contract, target) ? [null, ...beside] : []) {
        const elsewhere = await session.measure(provenRead, { operation, form: { kind: 'version', segment } });
        if (!isProven(operationOf(contract, operation), elsewhere)) continue;
        const { path } = operationOf(contract, operation);
        const here = await session.measure(pathWithoutCredential, { path });
        const nowhere = await session.measure(pathWithoutCredential, { path: '/ct-no-such-path' });
        return { plain, elsewhere, isUnknown: statusOf(here) === statusOf(nowhere) };
      }
      return { plain, elsewhere: undefined, isUnknown: false };
    },
    judge(_place, { plain, elsewhere, isUnknown }) {
      const { target } = plain.sent;
      if (!elsewhere || !isUnknown) return inconclusive(`${target} was answered ${outcomeOf(plain)}`, [plain]);
      const expected = `a success under ${target}`;
      const actual = `${outcomeOf(plain)} there, and ${outcomeOf(elsewhere.served)} under ${elsewhere.served.sent.target}`;
      return unconfirmed(fail({ code, where: 'path', expected, actual }, [plain, ...proofOf(elsewhere)]));
    },
  });

type Left = { readonly plain: Exchange; readonly behind: ProvenRead | undefined };

/** Every plain read is redirected: to the same one under another version, or under none, where it is served. */
export const versionLeftEntry = defineEntry<Left>({
  async measure(_place, session) {
    const { contract, target } = session;
    const operation = parameterlessReads(contract)[0]?.key ?? '';
    const plain = await session.measure(plainRead, { operation });
    const to = isRedirect(plain) && isOnlyVersion(contract, target) ? redirectPath(plain, target) : undefined;
    const segment = to === undefined ? undefined : segmentIn(contract, plain, to);
    const form = segment === undefined ? undefined : { kind: 'version' as const, segment };
    return { plain, behind: form && (await session.measure(provenRead, { operation, form })) };
  },
  judge(_place, { plain, behind }, { contract }) {
    const operation = operationOf(contract, plain.request.operation ?? '');
    const { target } = plain.sent;
    if (!behind || !isProven(operation, behind)) return inconclusive(`${target} was answered ${outcomeOf(plain)}`, [plain]);
    const expected = `an answer under ${target}`;
    const actual = `${outcomeOf(plain)} to ${behind.served.sent.target}, and ${outcomeOf(behind.served)} there`;
    return unconfirmed(fail({ code: 'version-left', where: 'Location', expected, actual }, [plain, ...proofOf(behind)]));
  },
});

const looksLikeVersion = /^v?\d+(\.\d+)*$/i;

const stepsOf = (path: string): string[] => path.split('/').filter((step) => step !== '');

/** The base URL ends in the version that is promised, and holds no other. */
const isOnlyVersion = (contract: Contract, { baseUrl }: Target): boolean => {
  const steps = stepsOf(new URL(baseUrl).pathname);
  return steps.at(-1) === promisedVersion(contract) && !steps.slice(0, -1).some((step) => looksLikeVersion.test(step));
};

/** The segment that a path has in place of the promised version, null where it has none; undefined where it is another path altogether. */
const segmentIn = (contract: Contract, plain: Exchange, path: string): string | null | undefined => {
  const from = stepsOf(sentPath(plain));
  const to = stepsOf(path);
  const at = from.lastIndexOf(promisedVersion(contract) ?? '');
  if (to.join('/') === from.toSpliced(at, 1).join('/')) return null;
  const segment = to[at];
  if (segment === undefined || segment === from[at] || to.join('/') !== from.with(at, segment).join('/')) return undefined;
  return segment;
};

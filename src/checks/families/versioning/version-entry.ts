import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { type EntryOver, fail, inconclusive, unconfirmed } from '../../kit/define.ts';
import { once, type Session } from '../../kit/session.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import {
  isProven,
  proofOf,
  provenRead,
  type ProvenRead,
  redirectedRead,
  type RedirectedRead,
} from '../../scenarios/transport/proven-read.ts';
import { neighbours, type VersionedRead } from '../../subjects/version-segment.ts';
import { outsideRequest } from '../../requests/outside-request.ts';

type Result = {
  readonly plain: Exchange;
  readonly elsewhere: ProvenRead | undefined;
  /** Without a credential, is the path answered like one that does not exist. */
  readonly isUnknown: boolean;
};

/** Where a service is looked for that is not under the documented version: under none, or also under its neighbours. */
type Whereabouts = 'no version' | 'no version or a neighbour';

/**
 * Where every plain read is answered 404: does the service have it under another version, or under none. No other segment of the
 * base URL may be a version, or the operator may have given one too many.
 */
export const versionEntry = (code: string, sought: Whereabouts): EntryOver<VersionedRead, Result> => ({
  async run({ operation, segment: documented }, session) {
    const plain = await session.run(plainRead, { operation: operation.key });
    const beside = sought === 'no version' ? [] : neighbours(documented);
    for (const segment of statusOf(plain) === 404 && isOnlyVersion(documented, session.target) ? [null, ...beside] : []) {
      const elsewhere = await session.run(provenRead, { operation: operation.key, form: { kind: 'version', segment } });
      if (!isProven(operation, elsewhere)) continue;
      const here = await pathWithoutCredential(session, operation.path);
      const nowhere = await pathWithoutCredential(session, '/ct-no-such-path');
      return { plain, elsewhere, isUnknown: statusOf(here) === statusOf(nowhere) };
    }
    return { plain, elsewhere: undefined, isUnknown: false };
  },
  judge(_read, { plain, elsewhere, isUnknown }) {
    const { target } = plain.sent;
    if (!elsewhere || !isUnknown) return inconclusive(`${target} was answered ${outcomeOf(plain)}`, [plain]);
    const expected = `a success under ${target}`;
    const actual = `${outcomeOf(plain)} there, and ${outcomeOf(elsewhere.served)} under ${elsewhere.served.sent.target}`;
    return unconfirmed(fail({ code, where: 'path', expected, actual }, [plain, ...proofOf(elsewhere)]));
  },
});

/** A read of a literal path without a credential. */
const pathWithoutCredential = (session: Session, path: string): Promise<Exchange> =>
  once(session, outsideRequest(path, { kind: 'none' }, { faults: ['credential-missing'] }));

/** Where every plain read is redirected to the same one under another version, or under none, and served there. */
export const versionLeftEntry: EntryOver<VersionedRead, RedirectedRead> = {
  run: ({ operation, segment: documented }, session) =>
    redirectedRead(session, operation, (from, to) => {
      const segment = isOnlyVersion(documented, session.target) ? segmentInLocationOf(documented, from, to) : undefined;
      return segment === undefined ? undefined : { kind: 'version', segment };
    }),
  judge({ operation }, { plain, behind }) {
    const { target } = plain.sent;
    if (!behind || !isProven(operation, behind)) return inconclusive(`${target} was answered ${outcomeOf(plain)}`, [plain]);
    const expected = `an answer under ${target}`;
    const actual = `${outcomeOf(plain)} to ${behind.served.sent.target}, and ${outcomeOf(behind.served)} there`;
    return unconfirmed(fail({ code: 'version-left', where: 'Location', expected, actual }, [plain, ...proofOf(behind)]));
  },
};

const looksLikeVersion = /^v?\d+(\.\d+)*$/i;

/** The segments of a path that are not empty. */
export const stepsOf = (path: string): string[] => path.split('/').filter((step) => step !== '');

/** Does the base URL end in the documented version, and hold no other. */
const isOnlyVersion = (documented: string, { baseUrl }: Target): boolean => {
  const steps = stepsOf(new URL(baseUrl).pathname);
  return steps.at(-1) === documented && !steps.slice(0, -1).some((step) => looksLikeVersion.test(step));
};

/** The segment that one path has in place of the version in another, null where it has none; undefined where the paths differ otherwise. */
const segmentInLocationOf = (documented: string, fromPath: string, toPath: string): string | null | undefined => {
  const from = stepsOf(fromPath);
  const to = stepsOf(toPath);
  const at = from.lastIndexOf(documented);
  if (to.join('/') === from.toSpliced(at, 1).join('/')) return null;
  const segment = to[at];
  if (segment === undefined || segment === from[at] || to.join('/') !== from.with(at, segment).join('/')) return undefined;
  return segment;
};

import { inPath } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { essenceOf } from '../../../contract/wire/media-type.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { comparisons, restorings, versionReads, writtenVersions, type WrittenVersions } from '../../subjects/written-versions.ts';
import { inferredResource } from './inferred-resource.ts';
import { isCached } from './look-at-resource.ts';
import { until } from './until.ts';

/** The list of versions at one time, by their numbers. */
export type VersionsLook = { readonly exchange: Exchange; readonly entries: ReadonlyMap<number, Resource> };

/** A version with a content of ours. */
export type WrittenVersion = {
  readonly number: number;
  readonly text: string;
  readonly write: Exchange;
  /** The list as soon as it shows the version. */
  readonly look: VersionsLook;
};

/** What came of an action that makes an older version the current one. */
export type RestoredVersion = {
  readonly operation: string;
  /** The version that was asked for. */
  readonly of: WrittenVersion;
  readonly answer: Exchange;
  readonly before: VersionsLook;
  readonly after: VersionsLook | undefined;
};

/** Two versions of a resource of the run, the second with one line more than the first, and what shows them afterwards. */
export type VersionsWritten = {
  readonly first: WrittenVersion;
  readonly second: WrittenVersion;
  /** The last line of the second, which the first lacks. */
  readonly line: string;
  /** The list behind a change of which no version was made yet; undefined where the change itself makes one. */
  readonly between: VersionsLook | undefined;
  /** The answers to reads of the first version, by the key of the read. */
  readonly reads: readonly { readonly operation: string; readonly exchange: Exchange }[];
  readonly compared: readonly { readonly operation: string; readonly exchange: Exchange }[];
  readonly restored: readonly RestoredVersion[];
};

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

const withContent = (request: PlannedRequest, { operation, member }: WrittenVersions['writing'], text: string): PlannedRequest => {
  const { body } = request;
  if (member !== undefined) {
    const value = holdsValue(body) && isObject(body.value) ? body.value : {};
    return { ...request, body: askedBody(operation, { ...value, [member]: text }) };
  }
  if (body?.kind !== 'octets' && body?.kind !== 'text')
    throw new NotTried('unsupported', `The content of ${operation.key} cannot be written`);
  const mediaType = typeOfLines(operation, body.mediaType);
  if (mediaType === undefined) throw new NotTried('unsupported', `The content of ${operation.key} is no plain text`);
  return { ...request, body: { kind: 'octets', base64: Buffer.from(text).toString('base64'), mediaType } };
};

/** The media type under which lines of text are sent: not as JSON, XML or a picture, which they are none of. Undefined where an operation takes nothing else. */
const typeOfLines = ({ body }: Operation, usual: string): string | undefined => {
  const described = (body?.content ?? []).map((one) => essenceOf(one.mediaType));
  if (described.includes('*/*') || described.includes('text/*') || described.includes('text/plain')) return 'text/plain';
  return /^(?:text\/(?!xml)|application\/octet-stream)/u.test(essenceOf(usual))
    ? usual
    : described.find((one) => one === 'application/octet-stream');
};

/** Writes two versions of a resource of the run, looks at the list behind each, reads and compares them, and goes back to the older one. */
export const versionsWritten = defineScenario<{ readonly list: string }, VersionsWritten>({
  id: 'written-versions',
  async run(session, { list: key }) {
    const { contract, target } = session;
    const versions = writtenVersions(contract).find(({ list }) => list.key === key);
    if (!versions) throw new NotTried('not-applicable', `Nothing writes the versions of ${key}`);
    const { writing, keep, list, resourceType, at, number } = versions;
    const forKey = (keep ?? writing.operation).key;
    const values = Object.values(
      await session.run(inferredResource, { resourceType: resourceType.name, use: 'spare', for: forKey, turn: 'versions' }),
    );
    const on = ({ path }: Operation, ...more: readonly string[]): Record<string, string> => inPath(path, [...values, ...more]);
    const look = async (): Promise<VersionsLook> => {
      const exchange = await session.send(usableRequest(session, list, 'versions', { pathValues: on(list) }));
      const body = jsonOf(exchange);
      const shown = at === undefined ? body : isObject(body) ? body[at] : undefined;
      const entries = new Map<number, Resource>();
      for (const entry of isCached(exchange) || !Array.isArray(shown) ? [] : (shown as unknown[]))
        if (isObject(entry) && typeof entry[number] === 'number') entries.set(entry[number], entry);
      return { exchange, entries };
    };
    /** Looks until the list shows one version that it did not show before. */
    const lookFor = async (before: VersionsLook): Promise<{ readonly look: VersionsLook; readonly added: readonly number[] }> => {
      const highest = Math.max(0, ...before.entries.keys());
      let last = await look();
      const addedIn = ({ entries }: VersionsLook): readonly number[] => [...entries.keys()].filter((one) => one > highest);
      await until(session, { withinMs: patienceMs(target, 'updated.shown'), why: 'a new version is to be listed' }, async () => {
        if (addedIn(last).length > 0) return true;
        last = await look();
        return addedIn(last).length > 0 ? true : undefined;
      });
      return { look: last, added: addedIn(last) };
    };
    const notWritten = (why: string): NotTried => new NotTried('missing-prerequisite', why);
    let between: VersionsLook | undefined;
    const write = async (text: string, before: VersionsLook): Promise<WrittenVersion> => {
      // The rest of both bodies is the same, so that they differ in the content alone.
      const request = withContent(
        usableRequest(session, writing.operation, 'written-version', { pathValues: on(writing.operation) }),
        writing,
        text,
      );
      const written = await session.send(request);
      if (!isDone(written)) throw notWritten(`${writing.operation.key} was not accepted with a content of ours`);
      between = keep && (await look());
      const kept = keep && (await session.send(usableRequest(session, keep, 'kept-version', { pathValues: on(keep) })));
      if (kept && !isDone(kept)) throw notWritten(`${keep?.key ?? ''} made no version`);
      const { look: shown, added } = await lookFor(before);
      const [own, ...others] = added;
      if (own === undefined || others.length > 0) throw notWritten(`${list.key} does not show one version more for what was written`);
      return { number: own, text, write: kept ?? written, look: shown };
    };
    const [one, two, line] = ['one', 'two', 'three'].map((word) => session.fresh(`line-${word}`)) as [string, string, string];
    const texts = writing.isOfLines ? [`${one}\n${two}\n`, `${one}\n${two}\n${line}\n`] : [one, `${two} ${line}`];
    const first = await write(texts[0] ?? '', await look());
    const second = await write(texts[1] ?? '', first.look);
    const sent = async (request: () => PlannedRequest): Promise<Exchange | undefined> => {
      const answer = await orSkipped((async () => session.send(request()))());
      return isSkipped(answer) ? undefined : answer;
    };
    const reads: { operation: string; exchange: Exchange }[] = [];
    for (const { operation, query } of versionReads(contract, versions)) {
      const exchange = await sent(() => {
        const request = usableRequest(session, operation, 'versions', { pathValues: on(operation, String(first.number)) });
        return query === undefined
          ? request
          : { ...request, query: [...request.query.filter(([name]) => name !== query), [query, String(first.number)]] };
      });
      if (exchange) reads.push({ operation: operation.key, exchange });
    }
    const compared: { operation: string; exchange: Exchange }[] = [];
    for (const { operation, from, to } of comparisons(contract).filter((each) => each.versions.list.key === key)) {
      const sides = new Map([
        [from, String(first.number)],
        [to, String(second.number)],
      ]);
      const exchange = await sent(() => {
        const request = usableRequest(session, operation, 'versions', { pathValues: on(operation) });
        return { ...request, query: [...request.query.filter(([name]) => !sides.has(name)), ...sides] };
      });
      if (exchange) compared.push({ operation: operation.key, exchange });
    }
    const restored: RestoredVersion[] = [];
    let latest = second.look;
    for (const [n, { operation, member }] of restorings(contract)
      .filter((each) => each.versions.list.key === key && isAllowed(each.operation, target))
      .entries()) {
      // Each goes back to what is not the current one.
      const of = n % 2 === 0 ? first : second;
      const answer = await sent(() => {
        const request = usableRequest(session, operation, 'restored', { pathValues: on(operation, String(of.number)) });
        const value = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
        return member === undefined ? request : { ...request, body: askedBody(operation, { ...value, [member]: of.number }) };
      });
      if (!answer) continue;
      const before = latest;
      const after = isDone(answer) ? (await lookFor(before)).look : undefined;
      restored.push({ operation: operation.key, of, answer, before, after });
      latest = after ?? latest;
    }
    return { first, second, line, between, reads, compared, restored };
  },
});

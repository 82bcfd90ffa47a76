import { authorizationOf } from './bearer.ts';
import { createServer, type Server } from 'node:http';

export const loanKey = 'loan-key-0123456789';

/** One way in which the service breaks a requirement. */
export type Flaw =
  | 'created-302'
  | 'created-404'
  | 'created-although-422'
  | 'not-listed'
  | 'lists-newest-only'
  | 'lists-bare-ids'
  | 'never-readable'
  | 'reads-newest'
  | 'read-is-empty'
  | 'ids-shared-by-the-second'
  | 'second-overwrites'
  | 'begins-open'
  | 'never-opens'
  | 'state-between'
  | 'falls-back'
  | 'read-without-state'
  | 'list-keeps-first-state'
  | 'list-makes-ids-anew'
  | 'reads-move-seen'
  | 'list-cuts-since'
  | 'since-local'
  | 'since-is-now'
  | 'since-moves-on-update'
  | 'seen-is-epoch'
  | 'read-shelf-as-text'
  | 'update-405'
  | 'update-lost'
  | 'update-lost-and-confirmed'
  | 'update-empties'
  | 'update-adds-marks'
  | 'update-hits-newest'
  | 'removal-302'
  | 'removal-without-effect'
  | 'removed-comes-back'
  | 'removed-reads-400'
  | 'removed-stays-listed'
  | 'removal-takes-all'
  | 'removal-takes-one-before'
  | 'removed-although-404'
  | 'again-204'
  | 'pledged-removed'
  | 'pledged-400'
  | 'pledged-removed-despite-409'
  | 'stores-refused'
  | 'title-shortened'
  | 'created-without-shelf'
  | 'drops-marks'
  | 'title-ascii'
  | 'title-cut-at-100'
  | 'title-lower-case'
  | 'list-ends-at-ten'
  | 'note-for-nothing'
  | 'one-mark-405'
  | 'one-mark-lost'
  | 'one-mark-unreadable'
  | 'one-mark-unlisted'
  | 'list-cuts-title-at-32';

/** A behaviour that the contract leaves open. */
export type Manner = {
  readonly created?: 200 | 201 | 202;
  readonly updated?: 200 | 202 | 204;
  readonly removed?: 200 | 202 | 204;
  /** Envelope of a list and of a read. */
  readonly list?: 'bare' | 'wrapped' | 'keyed';
  readonly read?: 'bare' | 'wrapped';
  /** Milliseconds until a creation, an update and a removal show. */
  readonly lagMs?: number;
  /** Milliseconds for which a new resource is busy. */
  readonly busyMs?: number;
  readonly opensAfterMs?: number;
  readonly extra?: boolean;
  /** Texts outside ASCII are refused. */
  readonly refusesLetters?: boolean;
  /** Most characters of a title. */
  readonly longestTitle?: number;
  /** The title cannot be changed. */
  readonly fixedTitle?: boolean;
  /** After so many requests its data is as at the start, as that of a sandbox after midnight. */
  readonly resetAfter?: number;
};

type Loan = {
  readonly ref: string;
  title: string;
  readonly shelf: string;
  marks: readonly string[];
  since: string;
  readonly at: number;
  changes: { readonly at: number; readonly title: string; readonly marks: readonly string[] }[];
  removedAt: number | undefined;
  /** How many reads since then. */
  readsSince?: number;
};

export type LoanService = {
  readonly url: string;
  readonly asked: string[];
  /** Titles of the existing loans. */
  titles(): string[];
  notes(): number;
};

/** Concurrent tests of a file share its end. */
const running: Server[] = [];

/** Closes every service of the file. */
export const closeLoans = (): void => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
};

/** A service of loans on 127.0.0.1, closed by {@link closeLoans}. It starts with two loans of other clients. */
export const startLoans = async (flaw: Flaw | 'none' = 'none', manner: Manner = {}): Promise<LoanService> => {
  const { created = 201, updated = 200, removed = 204, list = 'bare', read = 'bare', lagMs = 0, busyMs = 0 } = manner;
  const { opensAfterMs = 60, extra = false, refusesLetters = false, longestTitle = 1000, fixedTitle = false, resetAfter } = manner;
  const loans: Loan[] = [];
  const notes: { readonly no: string; readonly loan_ref: string }[] = [];
  const asked: string[] = [];
  let next = 100000;
  const add = (title: string, shelf: string, marks: readonly string[], age = 0): Loan => {
    const at = Date.now() - age;
    const same = flaw === 'ids-shared-by-the-second' ? loans.find((one) => at - one.at < 300 && age === 0) : undefined;
    const since = new Date(flaw === 'since-local' ? at + 7_200_000 : at).toISOString();
    const loan: Loan = { ref: same?.ref ?? `ln-${next++}`, title, shelf, marks, since, at, changes: [], removedAt: undefined };
    if (flaw === 'second-overwrites') for (const one of loans) if (at - one.at < 1_000_000) one.title = title;
    loans.push(loan);
    return loan;
  };
  add('somebody else', 'oak', [], 3_600_000);
  add('pledged', 'elm', ['old'], 3_600_000);
  const living = (): Loan[] => loans.filter(({ removedAt }) => removedAt === undefined);

  const packed = new WeakSet<Loan>();
  const openSince = new Map<Loan, number>();
  const phaseOf = (loan: Loan, where: 'create' | 'read' | 'list'): string | undefined => {
    const age = Date.now() - loan.at;
    if (flaw === 'read-without-state' && where === 'read') return undefined;
    if (flaw === 'list-keeps-first-state' && where === 'list') return 'fresh';
    if (where === 'create') return flaw === 'begins-open' ? 'open' : 'fresh';
    if (flaw === 'never-opens') return 'fresh';
    // The first read shows it, however late that comes.
    if (flaw === 'state-between' && where === 'read' && (age < opensAfterMs || !packed.has(loan))) {
      packed.add(loan);
      return 'packing';
    }
    if (age < opensAfterMs) return 'fresh';
    // Counted from the first read of the later state, however late that comes.
    const seen = openSince.get(loan) ?? Date.now();
    if (where === 'read') openSince.set(loan, seen);
    return flaw === 'falls-back' && where === 'read' && Date.now() > seen + 150 ? 'fresh' : 'open';
  };
  const shownOf = (loan: Loan, where: 'create' | 'read' | 'list'): Record<string, unknown> => {
    const now = Date.now();
    const change = loan.changes.findLast(({ at }) => now - at >= lagMs);
    const { title, marks } = change ?? loan;
    const since = flaw === 'since-is-now' && where !== 'create' ? new Date(now).toISOString() : loan.since;
    const phase = phaseOf(loan, where);
    return {
      ref: flaw === 'list-makes-ids-anew' && where === 'list' ? `ln-${next++}` : loan.ref,
      title: title.slice(0, flaw === 'title-shortened' ? 8 : flaw === 'list-cuts-title-at-32' && where === 'list' ? 32 : Infinity),
      ...(flaw === 'created-without-shelf' && where === 'create'
        ? {}
        : { shelf: flaw === 'read-shelf-as-text' && where === 'read' ? loan.shelf : { code: loan.shelf, rows: 4 } }),
      marks: flaw === 'drops-marks' ? marks.slice(1) : marks,
      ...(phase === undefined ? {} : { phase }),
      since: flaw === 'list-cuts-since' && where === 'list' ? since.slice(0, 10) : since,
      seen:
        flaw === 'seen-is-epoch'
          ? '1970-01-01T00:00:00Z'
          : flaw === 'reads-move-seen' && where === 'read'
            ? new Date(now).toISOString()
            : since,
      ...(extra ? { colour: null, links: { self: `/loans/${loan.ref}` } } : {}),
    };
  };
  const textOf = (text: string): string => {
    if (flaw === 'title-cut-at-100') return text.slice(0, 100);
    if (flaw === 'title-ascii') return text.replaceAll(/[^\u0020-\u007E]/gu, '?');
    return flaw === 'title-lower-case' ? text.toLowerCase() : text;
  };

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const say = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): void =>
        void outgoing
          .writeHead(status, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers })
          .end(body === undefined ? undefined : JSON.stringify(body));
      const { method = '', url: path = '' } = incoming;
      asked.push(`${method} ${path}`);
      if (asked.length === resetAfter) loans.splice(2);
      if (authorizationOf(incoming.headers) !== `Bearer ${loanKey}`) return say(401, { why: 'no key' });
      const sent = ((): Record<string, unknown> | undefined => {
        try {
          return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
        } catch {
          return undefined;
        }
      })();
      if (!sent) return say(400, { why: 'no JSON' });
      const now = Date.now();
      if (path === '/loans' && method === 'GET') {
        let all = loans.filter(({ at, removedAt }) => now - at >= lagMs && (removedAt === undefined || now - removedAt < lagMs));
        if (flaw === 'not-listed') all = all.filter(({ at }) => now - at > 1_000_000);
        if (flaw === 'one-mark-unlisted') all = all.filter(({ marks, at }) => marks.length !== 1 || now - at > 1_000_000);
        if (flaw === 'lists-newest-only') all = all.slice(-1);
        if (flaw === 'list-ends-at-ten') all = all.slice(0, 10);
        if (flaw === 'removed-stays-listed') all = loans;
        const items = all.map((loan) => shownOf(loan, 'list'));
        if (flaw === 'lists-bare-ids')
          return say(
            200,
            all.map(({ ref }) => ref),
          );
        if (list === 'keyed') return say(200, Object.fromEntries(items.map((item) => [String(item['ref']), item])));
        return say(200, list === 'wrapped' ? { loans: items, ...(extra ? { count: items.length } : {}) } : items);
      }
      if (path === '/loans' && method === 'POST') {
        const { title, shelf, marks = [] } = sent;
        if (typeof title !== 'string' || typeof shelf !== 'string') {
          if (flaw === 'stores-refused') add('', 'oak', []);
          return say(422, { why: 'title and shelf' });
        }
        if (refusesLetters && /[^\u0020-\u007E]/u.test(title)) return say(422, { why: 'letters' });
        if (title.length > longestTitle) return say(422, { why: 'too long' });
        if (flaw === 'created-404') return say(404, { why: 'no such path' });
        const kept = Array.isArray(marks) ? marks.map(String) : [];
        if (flaw === 'one-mark-405' && kept.length === 1) return say(405, { why: 'no such method' });
        const loan = add(textOf(title), shelf, flaw === 'one-mark-lost' && kept.length === 1 ? [] : kept);
        if (flaw === 'created-302') return say(302, undefined, { location: `/loans/${loan.ref}` });
        if (flaw === 'created-although-422') return say(422, { why: 'unusable' });
        return say(created, { loan: shownOf(loan, 'create'), ...(extra ? { request: { ref: 'rq-1' } } : {}) });
      }
      if (path === '/notes' && method === 'GET') return say(200, { notes });
      if (path === '/notes' && method === 'POST') {
        const { loan_ref: ref, text } = sent;
        if (typeof ref !== 'string' || typeof text !== 'string') return say(422, { why: 'loan_ref and text' });
        if (flaw !== 'note-for-nothing' && !living().some((loan) => loan.ref === ref)) return say(422, { why: 'no such loan' });
        const note = { no: `nt-${next++}`, loan_ref: ref, text };
        notes.push(note);
        return say(201, note);
      }
      const noteNo = /^\/notes\/(.+)$/.exec(path)?.[1];
      if (noteNo !== undefined && method === 'DELETE') {
        const index = notes.findIndex(({ no }) => no === noteNo);
        if (index < 0) return say(404, { why: 'no such note' });
        notes.splice(index, 1);
        return say(204);
      }
      const ref = /^\/loans\/(.+)$/.exec(path)?.[1];
      const loan = flaw === 'reads-newest' && method === 'GET' ? living().at(-1) : loans.find((one) => one.ref === ref);
      const goneFor = loan?.removedAt === undefined ? 0 : now - loan.removedAt;
      const isGone = loan?.removedAt !== undefined && goneFor >= lagMs;
      if (ref === undefined || !loan) return say(404, { why: 'no such loan' });
      if (method === 'GET') {
        if (flaw === 'never-readable' && now - loan.at < 1_000_000) return say(404, { why: 'no such loan' });
        if (flaw === 'one-mark-unreadable' && loan.marks.length === 1) return say(404, { why: 'no such loan' });
        if (isGone) loan.readsSince = (loan.readsSince ?? 0) + 1;
        if (isGone && flaw === 'removed-comes-back' && (loan.readsSince ?? 0) > 1) return say(200, shownOf(loan, 'read'));
        if (isGone) return say(flaw === 'removed-reads-400' ? 400 : 404, { why: 'no such loan' });
        if (now - loan.at < lagMs) return say(404, { why: 'no such loan' });
        if (flaw === 'read-is-empty') return say(200);
        return say(200, read === 'wrapped' ? { data: shownOf(loan, 'read') } : shownOf(loan, 'read'));
      }
      if (isGone) return method === 'DELETE' && flaw === 'again-204' ? say(204) : say(404, { why: 'no such loan' });
      if (now - loan.at < busyMs) return say(409, { why: 'busy' });
      if (method === 'PATCH') {
        if (flaw === 'update-405') return say(405, { why: 'no such method' });
        if (fixedTitle && sent['title'] !== undefined) return say(422, { why: 'the title stays' });
        const hit = flaw === 'update-hits-newest' ? living().at(-1) : loan;
        if (!hit) return say(404);
        const before = hit.changes.at(-1) ?? hit;
        const marks = Array.isArray(sent['marks']) ? sent['marks'].map(String) : undefined;
        const title = typeof sent['title'] === 'string' ? textOf(sent['title']) : undefined;
        const changed = {
          at: now,
          title: title ?? before.title,
          marks: marks
            ? flaw === 'update-adds-marks'
              ? [...before.marks, ...marks]
              : marks
            : flaw === 'update-empties'
              ? ['lost']
              : before.marks,
        };
        const isLost = flaw === 'update-lost' || flaw === 'update-lost-and-confirmed';
        if (!isLost) hit.changes.push(changed);
        if (flaw === 'since-moves-on-update') hit.since = new Date(now + 5000).toISOString();
        if (updated === 204 || flaw === 'update-lost') return say(204);
        const shown = { ...shownOf(hit, 'read'), title: changed.title, marks: changed.marks };
        return say(updated, read === 'wrapped' ? { data: shown } : shown);
      }
      if (method === 'DELETE') {
        if (loan.title === 'pledged') {
          if (flaw === 'pledged-400') return say(400, { why: 'in use' });
          if (flaw === 'pledged-removed' || flaw === 'pledged-removed-despite-409') loan.removedAt = now;
          return flaw === 'pledged-removed' ? say(204) : say(409, { why: 'in use' });
        }
        if (flaw === 'removal-without-effect') return say(removed, removed === 204 ? undefined : {});
        loan.removedAt = now;
        if (flaw === 'removal-takes-all') for (const one of living()) one.removedAt = now;
        const before = loans[loans.indexOf(loan) - 1];
        if (flaw === 'removal-takes-one-before' && before) before.removedAt ??= now;
        if (flaw === 'removal-302') return say(302, undefined, { location: '/loans' });
        if (flaw === 'removed-although-404') return say(404, { why: 'no such loan' });
        return say(removed, removed === 204 ? undefined : { removed: loan.ref });
      }
      return say(405, { why: 'no such method' });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, asked, titles: () => living().map(({ title }) => title), notes: () => notes.length };
};

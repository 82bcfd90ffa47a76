import { rememberedByText } from '../../model/remembered.ts';
import { tailOf } from './path-template.ts';

/**
 * Words in the name of an operation that suggest an effect beyond one new resource. They are searched in its path, its operationId and the
 * first words of its summary. Each list is a row in docs/what-a-run-may-change.md.
 */
export const dangerWords: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    'many resources at once': 'bulk batch all mass multi multiple many everything collection',
    removing:
      'delete remove destroy drop purge wipe clear erase truncate flush clean cleanup prune empty trash expunge ' +
      'uninstall unregister deregister detach',
    'removing, in other languages':
      'borrar eliminar suprimir vaciar quitar excluir apagar remover limpar supprimer effacer vider retirer loeschen löschen entfernen ' +
      'leeren elimina eliminare cancella cancellare rimuovi rimuovere svuota verwijderen verwijder wissen usun usuń skasuj',
    'setting back':
      'reset restore rollback revert rewind undo reinitialize reinstall rebuild recreate overwrite replace factory ' +
      'recover repair failover reindex rotate regenerate renew',
    'secrets and rights':
      'password passwd passphrase mfa otp revoke grant invite approve reject impersonate logout signout logoff ban ' +
      'block lock unlock suspend disable enable activate deactivate claim',
    'running the service':
      'maintenance shutdown restart reboot terminate halt kill stop start resume pause drain evict upgrade downgrade ' +
      'migrate deploy redeploy promote scale reload abort cancel execute exec run trigger invoke apply commit install ' +
      'set update toggle switch close open finalize complete',
    'moving data':
      'import ingest load reload sync synchronize merge archive unarchive move transfer swap link assign unassign ' +
      'attach copy clone split convert backup',
    'reaching other people':
      'send resend notify broadcast publish unpublish release dispatch submit email sms call dial deletion removal pay ' +
      'payment refund charge capture withdraw withdrawal payout checkout purchase buy sell settle',
  }).map(([what, words]) => [what, words.split(' ')]),
);

/**
 * Words that are dangerous as a noun too: to create a payment is to pay, and a collection of transfers makes transfers. The other words may
 * name harmless resources, such as a link, a release or a run.
 */
export const alsoNouns: ReadonlySet<string> = new Set(
  (
    'import transfer payment refund charge withdrawal payout purchase checkout restore rollback reset password shutdown ' +
    'restart reboot failover maintenance email sms broadcast deletion removal purge'
  ).split(' '),
);

/** Words in the name of a POST that reads or signs in. */
export const readingWords: ReadonlySet<string> = new Set(
  (
    'search query find lookup filter count validate verify check preview estimate calculate compute quote simulate dryrun ' +
    'login signin logon auth authenticate authorize token introspect export compare diff translate render parse echo ping ' +
    'evaluate predict suggest recommend autocomplete explain inspect analyze analyse refresh resolve get read fetch exists ' +
    'describe browse'
  ).split(' '),
);

/**
 * Words in the name of a GET that changes something, as on servers that do not follow RFC 9110 section 9.2.1. None of them names something
 * that is read.
 */
export const changingReads: ReadonlySet<string> = new Set(
  (
    'delete remove destroy drop purge wipe clear erase truncate flush cleanup prune expunge uninstall unregister deregister detach ' +
    'reset restore rollback revert undo reinitialize reinstall rebuild recreate overwrite reindex rotate regenerate ' +
    'logout signout logoff revoke impersonate ban unlock suspend disable enable activate deactivate approve reject unsubscribe ' +
    'shutdown restart reboot terminate halt kill stop pause resume reload trigger invoke execute ' +
    'send resend notify publish unpublish ' +
    'borrar eliminar suprimir vaciar excluir apagar supprimer effacer vider loeschen löschen entfernen leeren cancella rimuovi svuota verwijderen'
  ).split(' '),
);

/** First words of the operationId of a GET that only reads. */
const plainReads = new Set(
  'get list read fetch find search show view retrieve describe query check count lookup index download export is has'.split(' '),
);

const dangers = new Set(Object.values(dangerWords).flat());
const many = new Set(dangerWords['many resources at once']);

/** Words that say that people are written to or called, by whom a call that was only a try is taken seriously. */
const writingWords: ReadonlySet<string> = new Set('send resend notify broadcast email sms call dial invite'.split(' '));

/** Whether the name of an operation says that it is about many resources, or writes to people. */
export const reachesMany = (named: Named): boolean => {
  const danger = (wanted: ReadonlySet<string>): boolean =>
    dangerIn(named, new Set([...dangers].filter((word) => !wanted.has(word)))) !== undefined;
  return danger(many) || danger(writingWords);
};

/** Words that only repeat the meaning of a method: a PUT updates, sets or replaces. */
const ownWords: Readonly<Record<string, ReadonlySet<string>>> = {
  PUT: new Set(['set', 'update', 'replace', 'overwrite', 'apply', 'assign']),
  PATCH: new Set(['set', 'update', 'apply', 'assign']),
};

/** Words for what a change does to no more than the resource that its path names: it gets another place, state or owner. */
const changesOfOne: ReadonlySet<string> = new Set(
  'move archive unarchive assign unassign link toggle switch close open enable disable activate deactivate lock unlock pause resume'.split(
    ' ',
  ),
);

/** Does a path end with what it names: `/devices/{id}`, and not `/devices/{id}/move`. */
const namesOne = (path: string): boolean => /\{[^{}/]+\}\/?$/u.test(path);

/** Words in a name that is about creating one resource. */
const makingWords = new Set<string>([
  'create',
  'creates',
  'add',
  'adds',
  'insert',
  'inserts',
  'register',
  'registers',
  'new',
  'make',
  'makes',
]);

/** The number of words of a summary that name the operation; what follows describes it. */
const summaryWords = 3;

/** The words of a name: `bulkDelete`, `bulk_delete` and `bulk-delete` have two. */
export const wordsOf = rememberedByText((name): readonly string[] =>
  name
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    // Of a long text in capitals a repetition here would look at each rest once more.
    .replaceAll(/\p{Lu}(?=\p{Lu}\p{Ll})/gu, '$& ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== ''),
);

/** The names that a document gives an operation. */
export type Named = {
  readonly method: string;
  readonly path: string;
  readonly operationId: string | undefined;
  readonly summary: string | undefined;
};

/** A word and its possible base forms, because it may be a plural or a third person: "Purges the cache", "Transfers money". */
const formsOf = (word: string): readonly string[] => [word, word.replace(/s$/u, ''), word.replace(/(?<=s|x|z|ch|sh)es$/u, '')];

/** The first word that is one of the wanted ones in any of its forms. */
const among = (words: readonly string[], wanted: ReadonlySet<string>): string | undefined =>
  words.find((word) => formsOf(word).some((form) => wanted.has(form)));

/** The first wanted word of an operationId or a summary. For an operation that creates one resource, fewer words count. */
const inName = (words: readonly string[], wanted: ReadonlySet<string>): string | undefined => {
  const isMaking = words.slice(0, 2).some((word) => makingWords.has(word));
  if (!isMaking) return words.find((word) => wanted.has(word)) ?? among(words.slice(0, 1), wanted) ?? among(words, nounsOf(wanted));
  return words.find((word) => many.has(word) && wanted.has(word)) ?? among(words, nounsOf(wanted));
};

/** Words for many resources that also name one of a kind: a collection of songs, a batch of beer. */
const manyAndOne = ['batch', 'collection'];

/** Those of them that a path names in the plural, as its resources: `/collections/{id}`. In the singular they are about many: `/books/batch`. */
const resourcesIn = (path: string): ReadonlySet<string> =>
  new Set(
    manyAndOne.filter((word) =>
      path.split('/').some((segment) => {
        const last = segment.startsWith('{') ? '' : (wordsOf(segment).at(-1) ?? '');
        return last !== word && formsOf(last).includes(word);
      }),
    ),
  );

const nounsOf = (wanted: ReadonlySet<string>): ReadonlySet<string> => new Set([...alsoNouns].filter((word) => wanted.has(word)));

/** Those of them that name a booking: one more of it is one more entry, and reaches nothing but what its body names. */
const bookings: ReadonlySet<string> = new Set('transfer payment refund charge withdrawal payout purchase'.split(' '));

/** Words before the noun of a collection that say what its entries are about, and not what is done: a maintenance window is a time, a payment term a text, a pay period a stretch of days. */
const aboutEntries: ReadonlySet<string> = new Set(['maintenance', 'pay', 'release', 'load', ...bookings]);

/** The words of a name, where a purchase order is an order: a document with which something may be bought later. */
const actWordsOf = (name: string): readonly string[] =>
  wordsOf(name).filter((word, n, words) => word !== 'purchase' || !/^orders?$/u.test(words[n + 1] ?? ''));

/** Nouns of entries that say that something was done, with the verb for it: "Move stock" for `POST /movements`, "Pay" for `POST /payments`. */
const doneBy: Readonly<Record<string, string>> = {
  movements: 'move',
  adjustments: 'set',
  withdrawals: 'withdraw',
  settlements: 'settle',
  payments: 'pay',
};

/** Nouns of collections whose entries are done by the service. */
const doing: ReadonlySet<string> = new Set('requests jobs tasks runs orders commands actions batches executions operations'.split(' '));

/**
 * The words in the collections of a path that name bookings, or what the entries are about: `transfer` and `refund` of `/transfers/{id}/refunds`, `maintenance` of
 * `/sites/{id}/maintenance-windows`.
 */
export const reachingNouns = (path: string): ReadonlySet<string> =>
  new Set(
    path
      .split('/')
      .filter((segment) => !segment.startsWith('{'))
      .flatMap((segment) => {
        const words = wordsOf(segment);
        const last = words.at(-1) ?? '';
        const isPlural = last.endsWith('s') && !last.endsWith('ss');
        const before = isPlural && !doing.has(last) ? words.slice(0, -1).filter((word) => aboutEntries.has(word)) : [];
        const done = doneBy[last];
        return [...formsOf(last).filter((word) => bookings.has(word)), ...before, ...(done === undefined ? [] : [done])];
      }),
  );

/**
 * The word in the name of an operation that suggests an effect beyond one resource of ours; undefined where there is none. For DELETE only
 * the words for many resources count.
 * @param but Words that do not count.
 */
export const dangerIn = ({ method, path, operationId, summary }: Named, but: ReadonlySet<string> = new Set()): string | undefined => {
  const own = ownWords[method];
  const isChange = own !== undefined && namesOne(path);
  const resources = resourcesIn(path);
  const wanted = new Set(
    [...(method === 'DELETE' ? many : dangers)].filter(
      (word) => own?.has(word) !== true && !(isChange && changesOfOne.has(word)) && !resources.has(word) && !but.has(word),
    ),
  );
  const inPath = tailOf(path).flatMap(actWordsOf);
  return (
    inPath.find((word) => wanted.has(word)) ??
    among(inPath, nounsOf(wanted)) ??
    inName(actWordsOf(operationId ?? ''), wanted) ??
    inName(actWordsOf(summary ?? '').slice(0, summaryWords), wanted)
  );
};

/** Words for what does no more than add what its body brings, however many there are. */
const addingWords: ReadonlySet<string> = new Set([...many, ...'import ingest load upload invite copy clone'.split(' ')]);

/**
 * The word in the name of an operation that suggests more than adding what its body brings: without a mistaken member of the body, such as the ids or the day that it is
 * about, it may be about everything. Undefined where there is none.
 */
export const boundlessIn = (named: Named): string | undefined => dangerIn(named, addingWords);

/** Words for what changes no more than the entries of its body name, where each of them says what is to become of it. */
const entryWords: ReadonlySet<string> = new Set([...addingWords, 'update']);

/** The word in the name of an operation that suggests more than adding or changing what the entries of its body name; undefined where there is none. */
export const beyondEntriesIn = (named: Named): string | undefined => dangerIn(named, entryWords);

/**
 * The word in the name of an operation with a safe method that suggests a change: the first word of its operationId, or of a part of its
 * path after the last parameter (`/boxes/delete`, `/cache.flush`, `/deleteBox`). Undefined where its operationId begins with a word for
 * reading.
 */
export const changeIn = ({ path, operationId }: Named): string | undefined => {
  const [verb = ''] = wordsOf(operationId ?? '');
  if (plainReads.has(verb)) return undefined;
  const parts = tailOf(path).flatMap((segment) => segment.split(/[.:]/u));
  return [...parts.map((part) => wordsOf(part)[0] ?? ''), verb].find((word) => changingReads.has(word));
};

/** Words that end or interrupt the service, where the path names no resource. */
const endingWords = new Set('shutdown poweroff halt restart restarts reboot reboots terminate kill'.split(' '));

/** Segments that name the whole service, and not a part of it. */
const wholeService =
  /^_*(?:api|rest|admin|v\d+(?:\.\d+)*|version|service|server|system|instance|app|application|database|db|all|management|actuator|internal)$/iu;

/**
 * The word in the name of an operation without a path parameter that says that it ends, restarts or empties the whole service: `POST /admin/shutdown`, `POST /reset`.
 * Undefined where there is none.
 */
export const endOfService = ({ method, path, operationId }: Named): string | undefined => {
  // A verb behind a colon counts as one behind a slash.
  const literals = path.split(/[/:]/u).filter((segment) => segment !== '');
  if (path.includes('{') || ['HEAD', 'OPTIONS', 'TRACE'].includes(method)) return undefined;
  const last = literals.at(-1) ?? '';
  const isWhole = literals.slice(0, -1).every((segment) => wholeService.test(segment));
  const words = wordsOf(last);
  const ending = [...words, ...(isWhole ? wordsOf(operationId ?? '').slice(0, 1) : [])].find((word) => endingWords.has(word));
  if (ending !== undefined && (method !== 'GET' || words.length === 1)) return ending;
  const isShut = words.join(' ') === 'shut down' || words.join(' ') === 'power off';
  if (isShut) return words.join(' ');
  return method !== 'GET' && isWhole && words[0] === 'reset' && words.slice(1).every((word) => wholeService.test(word))
    ? 'reset'
    : undefined;
};

/** Words that read where they are about everything, and record something where they are about one resource: a ticket is resolved, a message read. */
const recordingOnOne: ReadonlySet<string> = new Set(
  'count validate verify check authorize refresh resolve read token get fetch'.split(' '),
);

/** "Check in" and "check out" are no questions. */
const isCheckIn = (words: readonly string[]): boolean => /\bcheck ?(?:ins?|outs?)\b/u.test(words.join(' '));

/**
 * Whether the path or the operationId of an operation suggests that it reads or signs in. A POST on one resource (`POST /messages/{id}/read`) reads only where its
 * word names nothing that could be recorded of it.
 */
export const isReading = ({ path, operationId }: Named): boolean => {
  const [own, named] = [wordsOf(tailOf(path).at(-1) ?? ''), wordsOf(operationId ?? '')];
  if (isCheckIn(own) || isCheckIn(named.slice(0, 2))) return false;
  const isOnOne = path.includes('}') && !path.endsWith('}');
  const reads = (word: string): boolean => readingWords.has(word) && !(isOnOne && recordingOnOne.has(word));
  return own.some(reads) || reads(named[0] ?? '');
};

/** The words of a sentence between blanks, without its marks, so that a form with a blank at both ends finds whole words. */
export const spacedWords = (sentence: string): string =>
  ` ${wordsOf(sentence.replaceAll(/[`*"]/gu, ' ').replaceAll(/[^\p{L}\p{N}]+/gu, ' ')).join(' ')} `;

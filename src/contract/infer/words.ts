import { tailOf } from './path-template.ts';

/**
 * Words by which an operation says that it reaches further than one new thing. They are looked for where a document names an operation: in its
 * path, its operationId and the first words of its summary. One row a list, as docs/what-a-run-may-change.md prints them.
 */
export const dangerWords: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    'many things at once': 'bulk batch all mass multi multiple many everything collection',
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
 * Words that mean the same as a noun: who creates a payment pays, and a collection of transfers makes transfers. The others are names of
 * harmless things too, such as a link, a release or a run.
 */
export const alsoNouns: ReadonlySet<string> = new Set(
  (
    'import transfer payment refund charge withdrawal payout purchase checkout restore rollback reset password shutdown ' +
    'restart reboot failover maintenance email sms broadcast deletion removal purge'
  ).split(' '),
);

/** Words by which an operation that is asked by POST says that it reads, or lets somebody in. */
export const readingWords: ReadonlySet<string> = new Set(
  (
    'search query find lookup filter count validate verify check preview estimate calculate compute quote simulate dryrun ' +
    'login signin logon auth authenticate authorize token introspect export compare diff translate render parse echo ping ' +
    'evaluate predict suggest recommend autocomplete explain inspect analyze analyse refresh resolve get read fetch exists ' +
    'describe browse'
  ).split(' '),
);

/**
 * Words by which an operation that is asked by GET says that it changes something all the same, as servers do that were not made by RFC 9110 section
 * 9.2.1. None of them is the name of a thing that is read.
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

/** Words by which the operationId of a GET says that it only reads. */
const plainReads = new Set(
  'get list read fetch find search show view retrieve describe query check count lookup index download export is has'.split(' '),
);

const dangers = new Set(Object.values(dangerWords).flat());
const many = new Set(dangerWords['many things at once']);

/** Words that say nothing of their own when a method already says it: a PUT updates, and may set or replace. */
const ownWords: Readonly<Record<string, ReadonlySet<string>>> = {
  PUT: new Set(['set', 'update', 'replace', 'overwrite', 'apply', 'assign']),
  PATCH: new Set(['set', 'update', 'apply', 'assign']),
};

/** Words by which a name says that it is about making one new thing. */
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

/** So many words of a summary name the operation; what follows describes it. */
const summaryWords = 3;

/** The words of a name: `bulkDelete`, `bulk_delete` and `bulk-delete` have two. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** How a document names an operation. */
export type Named = {
  readonly method: string;
  readonly path: string;
  readonly operationId: string | undefined;
  readonly summary: string | undefined;
};

/** A word, and what it may be the plural or the third person of: a summary says "Purges the cache", "Transfers money". */
const formsOf = (word: string): readonly string[] => [word, word.replace(/s$/u, ''), word.replace(/(?<=s|x|z|ch|sh)es$/u, '')];

/** The first word of a name, in any of its forms, that is one of these. */
const among = (words: readonly string[], wanted: ReadonlySet<string>): string | undefined =>
  words.find((word) => formsOf(word).some((form) => wanted.has(form)));

/** The telling word of a name that is a sentence or a verb with its object. */
const inName = (words: readonly string[], wanted: ReadonlySet<string>): string | undefined => {
  const isMaking = words.slice(0, 2).some((word) => makingWords.has(word));
  if (!isMaking) return words.find((word) => wanted.has(word)) ?? among(words.slice(0, 1), wanted) ?? among(words, nounsOf(wanted));
  return words.find((word) => many.has(word)) ?? among(words, nounsOf(wanted));
};

const nounsOf = (wanted: ReadonlySet<string>): ReadonlySet<string> => new Set([...alsoNouns].filter((word) => wanted.has(word)));

/**
 * The word by which an operation says that it reaches further than one thing of ours; undefined where it says nothing of the kind. Of an
 * operation that removes one thing only the words for many count.
 */
export const dangerIn = ({ method, path, operationId, summary }: Named): string | undefined => {
  const own = ownWords[method];
  const wanted = method === 'DELETE' ? many : new Set([...dangers].filter((word) => own?.has(word) !== true));
  const inPath = tailOf(path).flatMap(wordsOf);
  return (
    inPath.find((word) => wanted.has(word)) ??
    among(inPath, nounsOf(wanted)) ??
    inName(wordsOf(operationId ?? ''), wanted) ??
    inName(wordsOf(summary ?? '').slice(0, summaryWords), wanted)
  );
};

/**
 * The word by which an operation that is asked by a safe method says that it changes something: a part of its path behind the last parameter begins
 * with it (`/boxes/delete`, `/cache.flush`, `/deleteBox`), or its operationId does. Undefined where its operationId says that it reads.
 */
export const changeIn = ({ path, operationId }: Named): string | undefined => {
  const [verb = ''] = wordsOf(operationId ?? '');
  if (plainReads.has(verb)) return undefined;
  const parts = tailOf(path).flatMap((segment) => segment.split(/[.:]/u));
  return [...parts.map((part) => wordsOf(part)[0] ?? ''), verb].find((word) => changingReads.has(word));
};

/** Does an operation say by its path or operationId that it reads, or lets somebody in. */
export const isReading = ({ path, operationId }: Named): boolean =>
  wordsOf(tailOf(path).at(-1) ?? '').some((word) => readingWords.has(word)) || readingWords.has(wordsOf(operationId ?? '')[0] ?? '');

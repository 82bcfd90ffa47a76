import { answerOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { defineObservation } from '../../kit/define.ts';

/** What gives a program away in an error response, and how a finding calls it. The texts themselves are not told: they may hold more. */
type Telltale = { readonly what: string; readonly form: RegExp };

/** By the usual languages, frameworks and databases. Each form is one that no message for a client has by chance. */
const telltales: readonly Telltale[] = [
  {
    what: 'a stack trace of JavaScript',
    form: /^\s+at (?:.{1,200} )?\(?(?:file:\/\/|node:|webpack|\/|[A-Z]:\\)[^\n]{1,300}:\d+:\d+\)?\s*$/mu,
  },
  {
    what: 'a stack trace of the JVM',
    form: /\bat [\w$.<>/]{3,200}\((?:[\w$]+\.(?:java|kt|scala|groovy|clj):\d+|Native Method|Unknown Source)\)/u,
  },
  {
    what: 'an exception of the JVM',
    form: /\b(?:java|javax|jakarta|kotlin|scala|com|org|net|io)(?:\.[a-z]\w*)+(?:\.[A-Z]\w*)*\.[A-Z]\w*(?:Exception|Error)\b/u,
  },
  {
    what: 'an exception of Java',
    form: /\b(?:NullPointerException|NumberFormatException|ClassCastException|IllegalStateException|ArrayIndexOutOfBoundsException)\b/u,
  },
  { what: 'a stack trace of .NET', form: /\bat [\w`.<>[\]]{3,200}\([^\n)]{0,300}\) in [^\n]{1,300}:line \d+/u },
  { what: 'an exception of .NET', form: /\b(?:System|Microsoft)(?:\.[A-Z]\w*)*\.[A-Z]\w*Exception\b/u },
  { what: 'a stack trace of Python', form: /Traceback \(most recent call last\)|File "[^"\n]{1,300}\.py", line \d+/u },
  {
    what: 'an exception of Python',
    form: /\b(?:sqlalchemy\.exc|psycopg2?\.errors|django\.(?:core|db|urls))\.\w+|'NoneType' object (?:has no|is not)/u,
  },
  {
    what: 'a stack trace of Go',
    form: /\bgoroutine \d+ \[[a-z ]+\]:|\/[\w./@-]{1,300}\.go:\d+|runtime error: (?:invalid memory|index out of|integer divide)/u,
  },
  { what: 'a stack trace of PHP', form: /\b(?:on line \d+|thrown in)\b[^\n]{0,80}\.php\b|\.php(?:\(\d+\)|:\d+| on line \d+)/u },
  { what: 'a stack trace of Ruby', form: /\/[\w./-]{1,300}\.rb:\d+:in [`']|\b(?:ActiveRecord|ActionController|PG|Mysql2)::[A-Z]\w+/u },
  {
    what: 'an error of a program',
    form: /Cannot read propert(?:y|ies) (?:'[^'\n]{1,80}' )?of (?:undefined|null)\b|\bundefined method [`'][^\n]{1,80} for nil\b/u,
  },
  {
    what: 'an error of a database',
    form: /SQLSTATE[ [:(]|\bORA-\d{5}\b|\bSQLITE_[A-Z]{4,}\b|\bER_(?:DUP_(?:ENTRY|KEY)|(?:NO_REFERENCED_ROW|ROW_IS_REFERENCED)|NO_SUCH_TABLE|BAD_(?:FIELD|NULL|TABLE|DB)_ERROR|PARSE_ERROR|DATA_TOO_LONG|TRUNCATED_WRONG_VALUE|LOCK_(?:DEADLOCK|WAIT_TIMEOUT)|ACCESS_DENIED_ERROR)|\bE11000 duplicate key/u,
  },
  {
    what: 'an error of a database',
    form: /\b(?:syntax error at or near|unterminated quoted string|You have an error in your SQL syntax|Unclosed quotation mark after|invalid input syntax for (?:type|integer|uuid)|Incorrect string value: )/iu,
  },
  {
    what: 'an error of a database',
    form: /\bviolates (?:unique|not-null|foreign key|check) constraint\b|\bconstraint failed: \w+\.\w+|\bDuplicate entry '[^\n]{0,200}' for key\b|\b(?:relation|column) "[^"\n]{1,80}" (?:of relation "[^"\n]{1,80}" )?does not exist\b/iu,
  },
  {
    what: 'a query of a database',
    form: /\b(?:SELECT\s[^\n]{1,300}\sFROM|INSERT INTO\s+\S+\s*\(|UPDATE\s+\S+\s+SET|DELETE FROM\s+\S+\s+WHERE)\s/u,
  },
];

/** More of an error response is not looked through. */
const mostRead = 20_000;

/** The texts of a JSON value, a line for each: escapes are undone. */
const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

/** What was sent: a message that repeats the value at fault shows nothing. */
const sentTo = ({ sent }: Exchange): string =>
  `${decoded(sent.target)}\n${sent.body ?? ''}\n${sent.headers.map(([, value]) => value).join('\n')}`;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const found = (where: string, text: string, sent: string) => {
  for (const { what, form } of telltales) {
    const [shown] = form.exec(text.slice(0, mostRead)) ?? [];
    if (shown !== undefined && !sent.includes(shown)) return { where, what };
  }
  return undefined;
};

export const internalsHidden = defineObservation({
  id: 'errors/internals-hidden',
  title: 'An error response tells nothing of the inside of the service',
  why: 'Stack traces, class names and queries tell an attacker what runs there and where it breaks; a client can do nothing with them.',
  fix: 'Write the details to a log under an id, and answer a general message with that id.',
  optional: true,
  locations: () => [rootLocation],
  observe(exchange) {
    const answer = answerOf(exchange);
    if (!answer || (statusOf(exchange) ?? 0) < 400) return [];
    const sent = sentTo(exchange);
    const body = answer.json.kind === 'value' ? textsOf(answer.json.value).join('\n') : (answer.text ?? '');
    const seen = [found('#', body, sent), ...answer.headers.map(([name, value]) => found(name, value, sent))].find(
      (one) => one !== undefined,
    );
    if (!seen) return [{ location: rootLocation, holds: true }];
    const { where, what } = seen;
    return [{ location: rootLocation, holds: false, code: 'internals-shown', where, expected: 'a message for clients', actual: what }];
  },
});

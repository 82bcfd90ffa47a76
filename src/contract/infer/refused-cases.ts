import { rememberedByText } from '../../model/remembered.ts';
import { titledTablesIn } from './markdown-tables.ts';
import { refusalIn } from './refusal-sentences.ts';

/** Heads of columns that name a refusal, and of those that say when it comes. */
const named = /^(?:error )?(?:codes?|errors?|status(?: code)?|reasons?|problems?|types?)$/iu;
const told = /\b(?:when|if|cases?|conditions?|causes?|reasons?|meaning|descriptions?|because|explanation)\b/iu;

/** What begins a list of cases: "The call is refused with 422 if", "Refused, when:". Words that turn it round are none. */
const leads = /\b(?:if|when|where|in (?:these|the following) cases|for)\s*[:–-]?\s*$/iu;
const turned = /\b(?:unless|except|only (?:if|when)|not refused|never refused|accepted)\b/iu;

/** The last sentence of a line. */
const lastSentence = (line: string): string => line.split(/(?<=[.!?])\s+/u).at(-1) ?? '';

/** Does a sentence begin the cases in which something is refused. */
const isLead = (sentence: string): boolean => leads.test(sentence) && refusalIn(sentence) && !turned.test(sentence);

/** A status of a refusal in a cell. */
const refusing = /^`?4\d\d`?(?:$|\s)/u;

const inTables = (text: string): readonly string[] =>
  titledTablesIn(text).flatMap(({ table: [head = [], ...rows], lead }) => {
    const plain = head.map((cell) => cell.replaceAll(/[`*]/gu, '').trim());
    const when = plain.findLastIndex((cell) => told.test(cell));
    const isNamed = plain.some((cell, n) => n !== when && named.test(cell));
    if (when < 0 || !isNamed) return [];
    const isLed = isLead(lastSentence(lead));
    return rows.flatMap((row) => {
      const isRefused = isLed || row.some((cell) => refusing.test(cell));
      return isRefused && (row[when] ?? '') !== '' ? [row.join(' ')] : [];
    });
  });

/** A line, and the items of a list below it. */
const list = /(?:^|\n)(?<lead>[^\n]*\S)[ \t]*\n(?:[ \t]*\n)?(?<items>(?:[ \t]*[-*] [^\n]+(?:\n(?![ \t]*[-*] |\s*\n)[^\n]+)*(?:\n|$))+)/gu;

const inLists = (text: string): readonly string[] =>
  [...text.matchAll(list)].flatMap(({ groups }) =>
    isLead(lastSentence(groups?.['lead'] ?? ''))
      ? (groups?.['items'] ?? '')
          .split(/(?:^|\n)[ \t]*[-*] /u)
          .map((item) => item.replaceAll(/\s+/gu, ' ').trim())
          .filter((item) => item !== '')
      : [],
  );

/**
 * The cases in which a text says that something is refused, one by one: rows of a table of codes ("| `order_empty` | there is no line |") that a sentence leads to ("is refused with
 * 422 if") or that name a status of a refusal, and items of a list under such a sentence.
 */
export const refusedCasesOf = rememberedByText((text): readonly string[] => [...inTables(text), ...inLists(text)]);

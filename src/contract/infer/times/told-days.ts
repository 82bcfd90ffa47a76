import { sentencesOf } from '../sentences.ts';

/** The kind of the only days that a text lets a time lie on: some days of the week (0 is Sunday, as in JavaScript), or the first or last one of a month. */
export type DayKind = { readonly weekdays: readonly number[] } | { readonly ofMonth: 'first' | 'last' };

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const every = names.map((_name, n) => n);
const workdays = [1, 2, 3, 4, 5] as const;
const weekend = [0, 6] as const;

const name = String.raw`(?:${names.join('|')})s?`;
const listed = String.raw`${name}(?:(?:,? (?:or|and|nor)(?: on)?|,|\/)(?: an?)? ?${name})*`;
const range = String.raw`(?:${name} (?:to|through|until)|${name} ?[-–]) ?${name}`;
const working = String.raw`(?:work(?:ing)?|business)[- ]?days?|week-?days?`;
const ofWeekend = String.raw`week-?ends?|days? of (?:the|a) week-?end`;
const ofMonth = String.raw`(?<end>first|1st|last) (?:(?:calendar )?day )?of (?:the|a|any|each|that|its) (?:calendar )?month`;
const kind = String.raw`(?:(?<range>${range})|(?<listed>${listed})|(?<working>${working})|(?<weekend>${ofWeekend})|${ofMonth})`;

const article = String.raw`(?:(?:on )?(?:an?|the|any|one) |on )?`;
const being = String.raw`(?:be|fall on|lie on|start on|begin on|be on)`;
const has = String.raw`(?:must|has to|have to|needs? to|shall)(?: always)? ${being} `;
const hasNot = String.raw`(?:(?:must|may|can|shall)(?: not|not)|cannot|may never|must never)(?: be| fall on| lie on| start on| begin on)+ `;
const is = String.raw`(?:(?:is|are|falls?|lies?|starts?|begins?)(?: always)? )`;

/** What may stand behind such a day without saying when the rule does not hold. */
const behind = String.raw`(?: only| alone)?(?: (?:of|in) (?:the|a|that|its|any|every)(?: \p{L}+)? week| (?:with|on) which [\p{L} ]{3,40}| that (?:begins|starts|opens|ends) [\p{L} ]{3,30})?(?: \(?(?:in )?utc\)?)?(?=\s*(?:$|[,.;:(]))`;

/** What a member is by its own description: "A Monday, not before this week", "Must be a working day", "Tuesdays and Thursdays only". */
const own = new RegExp(
  String.raw`^(?:(?:it|this|the (?:date|day|start)) )?(?:${has}|${is}|always |only )?${article}${kind}${behind}`,
  'iu',
);
const ownNot = new RegExp(
  String.raw`^(?:(?:it|this|the (?:date|day|start)) )?(?:${hasNot}|(?:never|not) |no (?=${name}|week-?end))${article}${kind}${behind}`,
  'iu',
);

/** A day that is ruled out behind what else is said of the member: "Today or later, no Sunday", "Not before `from`, but never a Saturday or a Sunday". */
const behindOther = new RegExp(
  String.raw`^(?<head>[^;:]*?)(?:[,;]| [–—-])(?: but| and)? (?:(?:${hasNot}|(?:never|not) )(?:on an? |on |an? )|no )(?=${name}|week-?end)${kind}${behind}`,
  'iu',
);

/** Words by which that may be about something that happens again and again, or about something else than the day. */
const ofAnother =
  /\b(?:daily|weekly|every|each|per|runs?|opens?|opened|delivers?|delivered|deliveries|sends?|sent|counts?|counted|works?|worked|served?|serves|closed|closes|hours)\b/iu;

const named = String.raw`(?:an? |the |its )?[\x60"“]\/?(?<member>[\w.-]+)[\x60"”]`;

/** What a text says of a member that it names: "`day` must be a Monday", "A `day` that is no Monday is refused with 422". */
const about = new RegExp(String.raw`^${named} (?:${has}|(?:(?:is|falls|lies) always )|is )${article}${kind}${behind}`, 'iu');
const aboutNot = new RegExp(String.raw`^${named} ${hasNot}${article}${kind}${behind}`, 'iu');
const refused = String.raw`,? (?:(?:is|are|gets?|gives?|leads to) )?(?:answered |an? )?(?:refused|rejected|invalid|not (?:allowed|accepted)|(?:with )?[\x60]?4(?:00|22)[\x60]?)\b`;
const refusedOthers = new RegExp(
  String.raw`^${named} (?:that|which) (?:is|falls|lies|does) (?:not (?:fall on |lie on )?|no |on no )${article}${kind}${refused}`,
  'iu',
);
const refusedThese = new RegExp(String.raw`^${named} (?:that|which) (?:is|falls|lies) ${article}${kind}${refused}`, 'iu');

/** Words by which a sentence is advice, an example, or holds for some requests only, or by which another day is taken. */
const unclear =
  /\b(?:if|unless|except|when|where|usually|typically|normally|generally|often|sometimes|should|recommended|preferably|example|default\w*|rounded|moved|shifted|snapped|adjusted|next|following|previous|preceding|nearest|holidays?|may(?! (?:not|never|only)\b)|might|could)\b|\be\. ?g\./iu;

/** Words of a sentence by which another day is taken as well, and stands for one of the kind. */
const takesOthers =
  /\b(?:other|another|any|every|wrong) (?:days?|dates?|one)\b[^.;]*\b(?:rounded|moved|shifted|snapped|adjusted|set|taken|put|counts?|stands?|means?|becomes?|normali[sz]ed|corrected|accepted|allowed|fine)\b|\b(?:rounded|moved|shifted|snapped|adjusted|set back|put back|brought|normali[sz]ed|corrected) (?:up |down |back |forward )?(?:to|on) (?:it|that|the)\b|\bthe (?:server|service|system) (?:rounds|moves|shifts|snaps|adjusts|sets|normali[sz]es|corrects)\b/iu;

const numberOf = (text: string): number => names.findIndex((one) => text.toLowerCase().startsWith(one));

type Groups = Readonly<Record<string, string | undefined>>;

const kindOf = ({ range: between, listed: some, working: isWork, weekend: isEnd, end }: Groups): DayKind => {
  if (end !== undefined) return { ofMonth: end.toLowerCase() === 'last' ? 'last' : 'first' };
  if (isWork !== undefined) return { weekdays: workdays };
  if (isEnd !== undefined) return { weekdays: weekend };
  const found = [...(between ?? some ?? '').matchAll(new RegExp(names.join('|'), 'giu'))].map(([one]) => numberOf(one));
  const [from = 0, to = 0] = found;
  const weekdays =
    between === undefined ? every.filter((n) => found.includes(n)) : every.filter((n) => (n - from + 7) % 7 <= (to - from + 7) % 7);
  return { weekdays };
};

/** All other days; undefined where the rest is not told as a kind. */
const othersThan = (one: DayKind): DayKind | undefined =>
  'weekdays' in one ? { weekdays: every.filter((n) => !one.weekdays.includes(n)) } : undefined;

const inSentence = (sentence: string, member: string, isOwn: boolean): DayKind | undefined => {
  const plain = sentence
    .replace(/^[-*] /u, '')
    .replaceAll(/\*\*/gu, '')
    .replaceAll(
      new RegExp(String.raw`(?:,| and| or|,? nor),? (?:no|not|never)(?: on)?(?: an?)? (?=${name})`, 'giu'),
      (found, at: number, all: string) => (new RegExp(String.raw`${name}$`, 'iu').test(all.slice(0, at)) ? ' or ' : found),
    )
    .trim();
  if (unclear.test(plain)) return undefined;
  const groupsOf = (form: RegExp): Groups | undefined => form.exec(plain)?.groups;
  const namedIn = (form: RegExp): Groups | undefined => {
    const groups = groupsOf(form);
    return groups?.['member'] === member ? groups : undefined;
  };
  const these = (isOwn ? groupsOf(own) : undefined) ?? namedIn(about) ?? namedIn(refusedOthers);
  const tail = isOwn ? groupsOf(behindOther) : undefined;
  const ruledOut = tail !== undefined && !ofAnother.test(tail['head'] ?? '') ? tail : undefined;
  const others = (isOwn ? (groupsOf(ownNot) ?? ruledOut) : undefined) ?? namedIn(aboutNot) ?? namedIn(refusedThese);
  if (these !== undefined) return kindOf(these);
  return others && othersThan(kindOf(others));
};

/**
 * The kind of the only days that texts let a member lie on: "A Monday, not before the current week", "The first of a month", "Must not fall on a weekend".
 * Undefined where they say nothing of that, or different things.
 * @param texts What the member says of itself.
 * @param around What is said where its name stands beside the rule.
 */
export const daysToldIn = (texts: readonly string[], around: readonly string[], member: string): DayKind | undefined => {
  if (texts.some((text) => takesOthers.test(text))) return undefined;
  const found = [
    // What follows "e.g." is no sentence of its own.
    ...texts.flatMap((text) => sentencesOf(text.replaceAll(/\be\. ?g\./giu, 'for example'))).map((one) => inSentence(one, member, true)),
    ...around.flatMap(sentencesOf).map((one) => inSentence(one, member, false)),
  ].flatMap((one) => one ?? []);
  const distinct = new Set(found.map((one) => JSON.stringify(one)));
  const [first] = found;
  return distinct.size === 1 && first && (!('weekdays' in first) || (first.weekdays.length > 0 && first.weekdays.length < 7))
    ? first
    : undefined;
};

const dayMs = 86_400_000;

/** Is a day of a kind; the day by any moment of it, in UTC. */
export const isOfKind = (one: DayKind, ms: number): boolean => {
  const day = new Date(ms);
  if ('weekdays' in one) return one.weekdays.includes(day.getUTCDay());
  return one.ofMonth === 'first' ? day.getUTCDate() === 1 : new Date(ms + dayMs).getUTCDate() === 1;
};

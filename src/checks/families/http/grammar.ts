import { daysIn } from '../../../contract/moment.ts';

const tokenText = String.raw`[!#$%&'*+\-.^_\`|~0-9A-Za-z]+`;
const quotedText = String.raw`"(?:[\t \x21\x23-\x5B\x5D-\x7E\x80-\xFF]|\\[\t\x20-\x7E\x80-\xFF])*"`;
const whole = (form: string): RegExp => new RegExp(`^(?:${form})$`);

const tokenForm = whole(tokenText);
/** Bad whitespace around the sign is tolerated only where the grammar has it (RFC 9110, section 11.2). */
const authParameter = whole(String.raw`(${tokenText})[ \t]*=[ \t]*(?:${tokenText}|${quotedText})`);
const mediaParameter = whole(`${tokenText}=(?:${tokenText}|${quotedText})`);
const cacheDirective = whole(`(${tokenText})(?:=(${tokenText}|${quotedText}))?`);
/** RFC 5988 allowed a media type or a URI without quotes, which everybody still reads. */
const linkParameter = whole(String.raw`(${tokenText})(?:[ \t]*=[ \t]*(?:${quotedText}|[^\s",;<>]*))?`);

/** RFC 9110, section 5.6.2. */
export const isToken = (text: string): boolean => tokenForm.test(text);

/** RFC 3986, section 4.1, by its characters: those that a reference may hold, and each percent sign before two hexadecimal digits. */
export const isUriReference = (text: string): boolean => /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(text);

/** The parts of a value between separators that stand neither in a quoted string nor, where `angles` is true, between angle brackets. */
export const partsOf = (value: string, separator: ',' | ';', angles = false): readonly string[] => {
  const parts: string[] = [];
  let from = 0;
  let inside: '"' | '>' | undefined;
  for (let at = 0; at < value.length; at++) {
    const sign = value.charAt(at);
    if (inside === '"' && sign === '\\') at += 1;
    else if (inside !== undefined) inside = sign === inside ? undefined : inside;
    else if (sign === '"') inside = '"';
    else if (sign === '<' && angles) inside = '>';
    else if (sign === separator) {
      parts.push(value.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, value.slice(from)].map((part) => part.replaceAll(/^[ \t]+|[ \t]+$/g, ''));
};

/** Members of a list field. Empty ones are passed over, as a recipient has to (RFC 9110, section 5.6.1.2). */
export const listOf = (value: string, angles = false): readonly string[] => partsOf(value, ',', angles).filter((one) => one !== '');

/** RFC 9110, section 8.3.1. Empty parameters are allowed (section 5.6.6). */
export const isMediaType = (value: string): boolean => {
  const [type = '', ...parameters] = partsOf(value, ';');
  const [main = '', sub = '', ...others] = type.split('/');
  const isType = others.length === 0 && isToken(main) && isToken(sub);
  return isType && parameters.every((one) => one === '' || mediaParameter.test(one));
};

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const fixdate = new RegExp(
  String.raw`^(${days.join('|')}), (\d\d) (${months.join('|')}) (\d{4}) ([01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60) GMT$`,
);

/** IMF-fixdate (RFC 9110, section 5.6.7): a day of the calendar with the name that it has; second 60 is a leap second. */
export const isFixdate = (value: string): boolean => {
  const [, name = '', day = '', monthName = '', year = ''] = fixdate.exec(value) ?? [];
  if (name === '') return false;
  const month = months.indexOf(monthName);
  if (Number(day) < 1 || Number(day) > daysIn(Number(year), month + 1)) return false;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), month, Number(day));
  return days[date.getUTCDay()] === name;
};

/** RFC 9110, section 8.8.3. */
export const isEntityTag = (value: string): boolean => /^(?:W\/)?"[\x21\x23-\x7E\x80-\xFF]*"$/.test(value);

/** delay-seconds and delta-seconds (RFC 9110, section 10.2.3; RFC 9111, section 1.2.2). */
export const isSeconds = (value: string): boolean => /^\d+$/.test(value);

/** Directives whose argument is a number of seconds, never in quotes (RFC 9111, sections 5.2.2.1 and 5.2.2.10). */
const timed = new Set(['max-age', 's-maxage']);

/** RFC 9111, section 5.2. Directives that nobody knows are allowed (section 5.2.3). */
export const isCacheControl = (value: string): boolean =>
  listOf(value).every((one) => {
    const [, name, argument = ''] = cacheDirective.exec(one) ?? [];
    return name !== undefined && (!timed.has(name.toLowerCase()) || isSeconds(argument));
  });

/** RFC 8288, sections 3 and 3.3: links of which each has one relation parameter. */
export const isLink = (value: string): boolean =>
  listOf(value, true).every((one) => {
    const [, target, rest = ''] = /^<([^<>]*)>(.*)$/.exec(one) ?? [];
    if (target === undefined || !isUriReference(target)) return false;
    const [before, ...parameters] = partsOf(rest, ';');
    const names = parameters.filter((parameter) => parameter !== '').map((parameter) => linkParameter.exec(parameter)?.[1]?.toLowerCase());
    return before === '' && !names.includes(undefined) && names.filter((name) => name === 'rel').length === 1;
  });

/** A serialised origin, `null` or `*` (Fetch, HTTP new-header syntax). An empty value allows nobody, which is what it is sent for. */
export const isAllowedOrigin = (value: string): boolean =>
  ['', '*', 'null'].includes(value) || /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,*\\]+$/i.test(value);

/** What a server asks for: a scheme with the names of its parameters, in small letters and in their order. */
export type Challenge = { readonly scheme: string; readonly parameters: readonly string[] };

const token68 = /^[A-Za-z0-9\-._~+/]+=*$/;

/**
 * The challenges of a field value (RFC 9110, section 11.6.1), of which one line may hold several; undefined where it is no list of challenges.
 */
export const challengesIn = (value: string): readonly Challenge[] | undefined => {
  const found: { scheme: string; parameters: string[] }[] = [];
  for (const one of listOf(value)) {
    const more = authParameter.exec(one)?.[1];
    const last = found.at(-1);
    if (more !== undefined) {
      if (last === undefined) return undefined;
      last.parameters.push(more.toLowerCase());
      continue;
    }
    const [scheme = '', rest = ''] = one.split(/ +(.*)/s, 2);
    const parameter = authParameter.exec(rest)?.[1];
    if (!isToken(scheme) || (rest !== '' && parameter === undefined && !token68.test(rest))) return undefined;
    found.push({ scheme: scheme.toLowerCase(), parameters: parameter === undefined ? [] : [parameter.toLowerCase()] });
  }
  return found;
};

/** Dozens of checks ask about the type of each answer, and a service has few of them. */
const essences = new Map<string, string>();

/** What a server makes up is not remembered without end. */
const mostEssences = 1_000;
const longestRemembered = 200;

/** Type and subtype without parameters, in lower case (RFC 9110, section 8.3.1). */
export const essenceOf = (mediaType: string): string => {
  const known = essences.get(mediaType);
  if (known !== undefined) return known;
  const essence = (mediaType.split(';')[0] ?? '').trim().toLowerCase();
  if (essences.size < mostEssences && mediaType.length <= longestRemembered) essences.set(mediaType, essence);
  return essence;
};

/** Is it JSON: `application/json` or a `+json` suffix (RFC 6839, section 3.1), parameters ignored? */
export const isJsonType = (mediaType: string): boolean => {
  const essence = essenceOf(mediaType);
  return essence === 'application/json' || essence.endsWith('+json');
};

/** Is it a range that contains JSON? */
export const isJsonRange = (mediaType: string): boolean => ['*/*', 'application/*'].includes(essenceOf(mediaType));

/** Is it a list of changes as JSON Patch writes them (RFC 6902)? */
export const isJsonPatch = (mediaType: string): boolean => essenceOf(mediaType) === 'application/json-patch+json';

const lineTypes = new Set([
  'application/jsonl',
  'application/jsonlines',
  'application/json-lines',
  'application/ndjson',
  'application/x-jsonl',
  'application/x-jsonlines',
  'application/x-json-lines',
  'application/x-ndjson',
  'text/x-ndjson',
  'text/jsonl',
]);

/** Is it one JSON text in each line? */
export const isJsonLines = (mediaType: string): boolean => lineTypes.has(essenceOf(mediaType));

/** Is it comma-separated values (RFC 4180)? */
export const isCsv = (mediaType: string): boolean => ['text/csv', 'application/csv'].includes(essenceOf(mediaType));

/** Is it YAML (RFC 9512), in which every JSON text can be read? */
export const isYaml = (mediaType: string): boolean => {
  const essence = essenceOf(mediaType);
  return ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'].includes(essence) || essence.endsWith('+yaml');
};

/** Is it XML (RFC 7303)? */
export const isXml = (mediaType: string): boolean => {
  const essence = essenceOf(mediaType);
  return essence === 'application/xml' || essence === 'text/xml' || essence.endsWith('+xml');
};

/** The parameters of a media type in lower case, without `charset`, which tells nothing about the values (RFC 9110, section 8.3.1). */
const parametersOf = (mediaType: string): readonly string[] =>
  mediaType
    .split(';')
    .slice(1)
    .map((one) => one.trim().toLowerCase().replaceAll('"', ''))
    .filter((one) => one !== '' && !one.startsWith('charset'));

/**
 * How closely a declared media type or range describes an announced one; undefined where it does not. A type is closer than a suffix such as
 * `application/*+json`, that is closer than `application/*`, and parameters that both have are closest (OpenAPI 3.1, Response Object,
 * `content`; RFC 9110, section 12.5.1).
 */
const closeness = (declared: string, announced: string): number | undefined => {
  const [wanted, sent] = [essenceOf(declared), essenceOf(announced)];
  const asked = parametersOf(declared);
  const given = new Set(parametersOf(announced));
  if (!asked.every((one) => given.has(one))) return undefined;
  if (wanted === sent) return 4 + asked.length;
  const [type = ''] = sent.split('/');
  const suffix = /\+[^+]+$/.exec(sent)?.[0];
  if (suffix !== undefined && wanted === `${type}/*${suffix}`) return 3;
  if (wanted === `${type}/*`) return 2;
  return wanted === '*/*' ? 1 : undefined;
};

/**
 * Of several declared contents those that describe an announced media type most closely; more than one only where they are equally close, and
 * none where no declared type or range fits. A declared parameter that is not announced does not fit, unless nothing else does.
 */
export const closestContents = <T extends { readonly mediaType: string }>(contents: readonly T[], announced: string): readonly T[] => {
  const fitting = contents.flatMap((content) => {
    const close = closeness(content.mediaType, announced);
    return close === undefined ? [] : [{ content, close }];
  });
  const best = Math.max(...fitting.map(({ close }) => close));
  const closest = fitting.filter(({ close }) => close === best).map(({ content }) => content);
  const hasType = closest.some(({ mediaType }) => essenceOf(mediaType) === essenceOf(announced));
  const named = contents.filter(({ mediaType }) => essenceOf(mediaType) === essenceOf(announced));
  return hasType || named.length === 0 ? closest : named;
};

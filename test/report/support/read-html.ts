/** An element of a page, with all the text inside it. */
export type HtmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: HtmlElement[];
};

const voids = new Set(['meta', 'input']);
const drawn = new Set(['rect', 'line', 'polyline']);
const raw = new Set(['script', 'style']);
/** Elements whose text begins a new line. */
const apart = new Set(['dt', 'dd', 'td', 'th', 'tr', 'li', 'p', 'pre', 'h4', 'h5', 'section', 'figcaption', 'summary', 'details']);

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decoded = (text: string): string =>
  text.replaceAll(/&([^;]*);?/gu, (whole, name: string) => {
    const character = entities[name];
    if (character === undefined) throw new Error(`Unknown character reference: ${whole}`);
    return character;
  });

/**
 * Reads a page strictly: tags are closed in order, attributes are quoted, and texts contain no bare `<` or `&`. What a browser would
 * repair is an error here.
 * @throws {Error} at the first violation.
 */
export const readHtml = (page: string): HtmlElement => {
  const root: HtmlElement = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const inner = (): HtmlElement => open.at(-1) ?? root;
  const excerpt = (at: number): string => JSON.stringify(page.slice(Math.max(0, at - 40), at + 40));
  let at = 0;
  const addText = (text: string): void => {
    for (const element of open) element.text += text;
  };
  const doctype = '<!DOCTYPE html>';
  if (page.startsWith(doctype)) at = doctype.length;
  while (at < page.length) {
    const next = page.indexOf('<', at);
    addText(decoded(page.slice(at, next === -1 ? page.length : next)));
    if (next === -1) break;
    const closing = /^<\/([a-z0-9]+)>/u.exec(page.slice(next, next + 20));
    if (closing) {
      const ended = open.pop();
      if (ended?.name !== closing[1]) throw new Error(`</${closing[1]}> closes <${ended?.name}> at ${excerpt(next)}`);
      at = next + closing[0].length;
      continue;
    }
    const tag = /^<([a-z0-9]+)((?: [a-zA-Z0-9-]+(?:="[^"<]*")?)*)(\/?)>/u.exec(page.slice(next, next + 8000));
    if (!tag) throw new Error(`No tag at ${excerpt(next)}`);
    const [whole, name = '', list = '', ending = ''] = tag;
    const attributes = Object.fromEntries(
      [...list.matchAll(/ ([a-zA-Z0-9-]+)(?:="([^"]*)")?/gu)].map(([, key = '', value = '']) => [key, decoded(value)]),
    );
    const element: HtmlElement = { name, attributes, text: '', children: [] };
    inner().children.push(element);
    at = next + whole.length;
    // Only the parts of an image end themselves.
    if (voids.has(name) || (ending === '/' && drawn.has(name))) continue;
    if (apart.has(name)) addText(' ');
    open.push(element);
    if (raw.has(name)) {
      const end = page.indexOf(`</${name}`, at);
      addText(page.slice(at, end));
      at = end;
    }
  }
  if (open.length > 1)
    throw new Error(
      `Never closed: ${open
        .slice(1)
        .map(({ name }) => name)
        .join(' ')}`,
    );
  return root;
};

/** Every element below one, in document order. */
export const allIn = (element: HtmlElement): readonly HtmlElement[] => element.children.flatMap((child) => [child, ...allIn(child)]);

/** Elements below one that have a class. */
export const withClass = (element: HtmlElement, name: string): readonly HtmlElement[] =>
  allIn(element).filter(({ attributes }) => attributes['class']?.split(' ').includes(name));

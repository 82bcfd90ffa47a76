import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { makeTerminal, terminalSvg, textOf } from '../../scripts/terminal-svg.mjs';

const root = resolve(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the README can be read without its pictures, which are small and made by the script', () => {
  const pictures = [...readme.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/gu)].map(([, words = '', path = '']) => ({ words, path }));
  expect(pictures.map(({ path }) => path).toSorted()).toEqual(
    readdirSync(join(root, 'docs/pictures'))
      .map((name) => `docs/pictures/${name}`)
      .toSorted(),
  );
  for (const { words, path } of pictures) {
    expect(words.split(' ').length, path).toBeGreaterThan(10);
    expect(statSync(join(root, path)).size, path).toBeLessThan(200_000);
    if (path.endsWith('.svg')) expect(readFileSync(join(root, path), 'utf8')).toMatch(/<title>[^<]{40,}<\/title>/u);
  }
});

test('what the README links to is there', () => {
  const linked = [...readme.matchAll(/\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)/gu)].map(([, path = '']) => path).filter((path) => path !== '');
  expect(linked.length).toBeGreaterThan(30);
  expect(linked.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('a screen is drawn with its colours, at its places, and as text', async () => {
  const terminal = makeTerminal(20, 4);
  await terminal.write('gone\r\u001b[2K\u001b[31mred\u001b[39m  <b>\r\n\r\n \u001b[1;41mx\u001b[0m');
  const screen = terminal.screen();
  expect(textOf(screen)).toBe('red  <b>\n\n x');
  const svg = terminalSvg(screen, 20, { command: 'assay', title: 'A "screen"' });
  expect(svg).toMatch(/<text x="18.0" [^>]*fill="#f2616c">red<\/text>/u);
  expect(svg).toContain('>&lt;b&gt;</text>');
  expect(svg).toMatch(/<rect x="26.4" [^>]*fill="#f2616c"[^>]*\/><text [^>]*font-weight="700">x</u);
  expect(svg).toContain('<title>A &quot;screen&quot;</title>');
});

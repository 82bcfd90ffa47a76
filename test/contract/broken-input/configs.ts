const target = (...lines: readonly string[]): string =>
  ['targets:', '  mill:', '    contract: parcels', '    baseUrl: https://mill.example', ...lines.map((line) => `    ${line}`), ''].join(
    '\n',
  );

/** Texts of `assay.config.yaml` that are refused, by what is wrong with them. */
export const configs: readonly (readonly [title: string, text: string])[] = [
  ['a config that is a number', '5\n'],
  ['a config that is HTML', '<!doctype html>\n'],
  ['a config indented with a tab', 'targets:\n\tmill: {}\n'],
  ['a config cut off in a text', 'targets: {mill: {contract: "par'],
  ['a config in UTF-16 that was read as UTF-8', Buffer.from('\uFEFFtargets: {}\n', 'utf16le').toString('utf8')],
  ['a config with a NUL', 'targets: {"a\u0000": {}}\n'],
  [
    'an alias bomb',
    `a: &a [${'x, '.repeat(9)}x]\n${[...'bcdefgh'].map((name, n) => `${name}: &${name} [${`*${'abcdefg'[n]}, `.repeat(9)}x]\n`).join('')}`,
  ],
  ['targets that are a list', 'targets: [mill]\n'],
  ['targets that are null', 'targets:\n'],
  ['a target that is a text', 'targets: {mill: parcels}\n'],
  ['an unknown key at the root', 'target: {}\n'],
  ['an unknown key of the gate', 'gate: {evidnce: {must: 1}}\ntargets: {}\n'],
  ['an unknown level of the gate', 'gate: {block: [shall]}\ntargets: {}\n'],
  ['a share above one', 'gate: {evidence: {must: 80}}\ntargets: {}\n'],
  ['an unknown kind of evidence', 'gate: {evidence: {operation: 0.5}}\ntargets: {}\n'],
  ['an unknown key of a target', target('basUrl: https://mill.example')],
  ['an unknown key of http', target('http: {timeout: 5}')],
  ['a base URL that is none', 'targets:\n  mill:\n    contract: parcels\n    baseUrl: mill\n'],
  ['a base URL of another scheme', 'targets:\n  mill:\n    contract: parcels\n    baseUrl: ftp://mill.example\n'],
  ['an overlay list that is a text', target('overlays: a.yaml')],
  ['a fixture that is a mapping', target('fixtures: {wheel: {id: 5}}')],
  ['a permission that is true', target('allow: true')],
  ['a profile that is unknown', 'profile: quick\ntargets: {}\n'],
];

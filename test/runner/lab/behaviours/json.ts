import { behaviour, type Group } from '../behaviour.ts';
import { breaks, fine, lost, lostEverywhere } from '../expected.ts';

import { sends, sendsMade, withBody } from '../octets.ts';

const large = true;
const latin = (body: string): Buffer => Buffer.from(body, 'latin1');
const wide = (): string => `{"ok":true,${Array.from({ length: 1_000_000 }, (_, at) => `"m${at}":1`).join(',')}}`;

export const json: Group = {
  title: 'Odd JSON',
  behaviours: [
    behaviour('deep-lists', 'Nests lists 100,000 levels deep.', sends(withBody('['.repeat(100_000) + ']'.repeat(100_000))), {
      ...lostEverywhere('too-large'),
      large,
    }),
    behaviour('deep-objects', 'Nests objects 100,000 levels deep.', sends(withBody('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))), {
      ...lost('too-large'),
    }),
    behaviour('deep-without-end', 'Opens a million lists and closes none.', sends(withBody('['.repeat(1_000_000))), {
      ...lost('too-large'),
    }),
    behaviour(
      'million-members',
      'Sends an object with a million members.',
      sendsMade(() => withBody(wide())),
      {
        ...lostEverywhere('too-large'),
        large,
      },
    ),
    behaviour(
      'million-items',
      'Sends a list with a million items.',
      sendsMade(() => withBody(`[${'1,'.repeat(999_999)}1]`)),
      { ...lost('too-large') },
    ),
    behaviour(
      'one-member-a-million-times',
      'Sends one member a million times.',
      sendsMade(() => withBody(`{${'"ok":true,'.repeat(999_999)}"ok":true}`)),
      { ...lost('too-large'), large },
    ),
    behaviour('number-beyond-doubles', 'Sends 1e400.', sends(withBody('{"ok":true,"n":1e400,"m":-1e400}')), fine),
    behaviour(
      'number-of-a-million-digits',
      'Sends a number of a million digits.',
      sendsMade(() => withBody(`{"ok":true,"n":${'9'.repeat(1_000_000)}}`)),
      { ...fine },
    ),
    behaviour('duplicate-members', 'Sends a member twice.', sends(withBody('{"ok":true,"ok":"no"}')), breaks(1, 'OAS-3', 'HTTP-8')),
    behaviour(
      'prototype-members',
      'Sends members named __proto__ and constructor.',
      sends(withBody('{"ok":true,"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}')),
      fine,
    ),
    behaviour(
      'only-prototype',
      'Sends the required member inside __proto__ alone.',
      sends(withBody('{"__proto__":{"ok":true}}')),
      breaks(1, 'OAS-3'),
    ),
    behaviour(
      'lone-surrogates',
      'Escapes halves of characters.',
      sends(withBody(String.raw`{"ok":true,"half":"\ud800","other":"\udfff"}`)),
      fine,
    ),
    behaviour(
      'control-characters',
      'Escapes control characters, a terminal sequence among them.',
      sends(withBody(String.raw`{"ok":true,"t":"\u0000\u001b[2J\u001b]0;x\u0007\u202e"}`)),
      fine,
    ),
    behaviour(
      'invalid-utf-8',
      'Sends octets that are no UTF-8.',
      sends(withBody(latin('{"ok":true,"n":"\u00ff\u00fe"}'))),
      breaks(0, 'HTTP-7'),
    ),
    behaviour(
      'overlong-utf-8',
      'Writes a quote in two octets of UTF-8.',
      sends(withBody(latin('{"ok":true,"n":"\u00c0\u00a2"}'))),
      breaks(0, 'HTTP-7'),
    ),
    behaviour('utf-16', 'Sends UTF-16.', sends(withBody(Buffer.from('\ufeff{"ok":true}', 'utf16le'))), breaks(0, 'HTTP-7')),
    behaviour('byte-order-mark', 'Begins with a byte order mark.', sends(withBody('\ufeff{"ok":true}')), breaks(0, 'HTTP-7')),
    behaviour('nul-octets', 'Sends NUL behind the JSON.', sends(withBody('{"ok":true}\0\0\0')), breaks(1, 'OAS-3')),
    behaviour('two-texts', 'Sends two JSON texts.', sends(withBody('{"ok":true}{"ok":true}')), breaks(1, 'OAS-3')),
    behaviour('not-a-number', 'Sends NaN and a comma at the end.', sends(withBody('{"ok":true,"n":NaN,}')), breaks(1, 'OAS-3')),
    behaviour('web-page', 'Sends a page of HTML as JSON.', sends(withBody('<!doctype html><script>alert(1)</script>')), breaks(1, 'OAS-3')),
  ],
};

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { checkedLine } from '../../src/model/checked-line.ts';
import { readExchanges } from '../../src/model/exchange-reader.ts';
import { readEvidence, shownExchanges } from '../../src/report/evidence.ts';
import { failedCase, folder, folderWith, madeCase, madeRun, storedExchange } from './support/made-run.ts';

const wanted = (target: string, ...ids: readonly string[]) => new Map([[target, new Set(ids)]]);

describe('the exchanges of a run', () => {
  test('are read by target and id from all files', () => {
    const directory = folderWith([
      storedExchange({ id: 'x1' }),
      storedExchange({ id: 'x2' }),
      storedExchange({ id: 'x1', target: 'spare', status: 404 }),
    ]);
    writeFileSync(join(directory, 'exchanges', '2.jsonl'), `${checkedLine(storedExchange({ id: 'x9' }))}\n`);
    const found = readExchanges(
      directory,
      new Map([
        ['depot', new Set(['x1', 'x9', 'x404'])],
        ['spare', new Set(['x1'])],
      ]),
    );
    expect([...(found.get('depot')?.keys() ?? [])]).toEqual(['x1', 'x9']);
    expect(found.get('spare')?.get('x1')?.reply).toMatchObject({ status: 404 });
  });

  test('are none if their files were deleted', () => {
    expect(readExchanges(folder(), wanted('depot', 'x1')).get('depot')?.size).toBe(0);
  });

  test('are read past a line that a crash cut off, or that is invalid', () => {
    const directory = folderWith([storedExchange({ id: 'x1' })]);
    const file = join(directory, 'exchanges', '1.jsonl');
    appendFileSync(file, '\n{"id":"x2"}\n{"target":"depot","id":"x2","request":{}}\n[]\n');
    appendFileSync(file, `${checkedLine(storedExchange({ id: 'x3' }))}\n${checkedLine(storedExchange({ id: 'x4' })).slice(0, -20)}`);
    expect([
      ...(readExchanges(directory, wanted('depot', 'x1', 'x2', 'x3', 'x4'))
        .get('depot')
        ?.keys() ?? []),
    ]).toEqual(['x1', 'x3']);
  });

  test('are read in pieces, wherever a piece ends', () => {
    const exchanges = Array.from({ length: 60 }, (_, at) => storedExchange({ id: `x${at}`, text: 'ä€😀'.repeat(6_000 + at * 37) }));
    const directory = folderWith(exchanges);
    const found = readExchanges(directory, wanted('depot', ...exchanges.map(({ id }) => id))).get('depot');
    expect([...(found?.values() ?? [])]).toEqual(exchanges);
  });

  test('without a final line feed are read to the end', () => {
    const directory = folder();
    mkdirSync(join(directory, 'exchanges'));
    writeFileSync(join(directory, 'exchanges', '1.jsonl'), checkedLine(storedExchange({ id: 'x7' })));
    expect(readExchanges(directory, wanted('depot', 'x7')).get('depot')?.has('x7')).toBe(true);
  });
});

describe('the evidence of a run', () => {
  test('begins with an exchange of each broken must, then of each warning, then has the further ones, then those of open cases', () => {
    const record = madeRun([
      {
        name: 'depot',
        cases: [
          madeCase('a@#', 'P-1', { kind: 'inconclusive', reason: 'r', exchanges: ['x8', 'x9'] }),
          failedCase('b@#', 'P-2', { exchanges: ['x5', 'x6'] }, { level: 'should' }),
          failedCase('c@#', 'P-3', { exchanges: ['x1', 'x2', 'x3', 'x4'] }),
          madeCase('d@#', 'P-4', { kind: 'pass', judged: 1 }),
          failedCase('e@#', 'P-5', { exchanges: ['x1'] }),
        ],
      },
    ]);
    const directory = folderWith(Array.from({ length: 9 }, (_, at) => storedExchange({ id: `x${at + 1}` })));
    expect(readEvidence(record, directory).map((shown) => `${shown.case} ${shown.exchange.id}`)).toEqual([
      'c@# x1',
      'e@# x1',
      'b@# x5',
      'c@# x2',
      'c@# x3',
      'b@# x6',
      'a@# x8',
    ]);
    expect(shownExchanges).toBe(3);
  });

  test('leaves out what the folder does not have', () => {
    const record = madeRun([{ name: 'depot', cases: [failedCase('c@#', 'P-3', { exchanges: ['x1', 'x2'] })] }]);
    expect(readEvidence(record, folderWith([storedExchange({ id: 'x2' })])).map(({ exchange }) => exchange.id)).toEqual(['x2']);
  });
});

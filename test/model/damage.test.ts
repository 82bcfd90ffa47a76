import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Arbitrary, assert as check, integer, nat, oneof, property, tuple } from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createCreatedLedger, type CreatedLine } from '../../src/exchange/created-ledger.ts';
import { openJsonLines } from '../../src/exchange/json-lines-file.ts';
import { LedgerError, readCreated } from '../../src/exchange/read-created.ts';
import { countLines } from '../../src/model/checked-line.ts';
import { allExchanges, damageIn } from '../../src/model/exchange-reader.ts';
import { createRecordWriter, readBegun, readHeader, readRecord, RecordError } from '../../src/model/record.ts';
import { storedExchange } from '../report/support/made-run.ts';
import { parcelEntries, parcelFooter, parcelHeader } from './hand-written-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-damage-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
let made = 0;
const fresh = (): string => {
  const path = join(folder, String((made += 1)));
  mkdirSync(join(path, 'exchanges'), { recursive: true });
  return path;
};

const recordOf = (isFinished: boolean): Buffer => {
  const path = join(fresh(), 'run.jsonl');
  const writer = createRecordWriter(path, parcelHeader);
  for (const entry of parcelEntries) writer.append(entry);
  if (isFinished) writer.close(parcelFooter);
  return readFileSync(path);
};

const ledgerText = (): Buffer => {
  const directory = fresh();
  const ledger = createCreatedLedger(directory, 'depot', () => 5);
  for (const id of ['11', '12', '13', '14']) {
    const removal = { operation: 'DELETE /parcels/{id}', pathValues: { id } };
    const reply = { kind: 'answer', status: 201, headers: [], bodyBytes: 0, text: '', json: { kind: 'none' } } as const;
    const entry = ledger.reserve({ operation: 'POST /parcels', collection: 'parcel', label: `ct-1a2b-${id}` });
    entry.settle({ ...storedExchange({ id: 'x1' }), reply }, { id, removal });
    if (id === '12') entry.removed();
    // It was there before: nothing may remove it.
    if (id === '13') entry.settle({ ...storedExchange({ id: 'x1' }), reply }, { unknown: 'it was there before' });
  }
  ledger.close();
  return readFileSync(join(directory, 'created.jsonl'));
};

const exchangesText = (): Buffer => {
  const directory = fresh();
  const file = openJsonLines(join(directory, 'exchanges', '1.jsonl'));
  for (const id of ['x1', 'x2', 'x3']) file.append(storedExchange({ id }));
  file.close();
  return readFileSync(join(directory, 'exchanges', '1.jsonl'));
};

/** A file that was cut, or in which one octet was altered, or some taken out. */
const damaged = (whole: Buffer): Arbitrary<Buffer> => {
  const at = nat(whole.length - 1);
  return oneof(
    at.map((end) => whole.subarray(0, end)),
    tuple(at, integer({ min: 1, max: 255 })).map(([place, mask]) => {
      const altered = Buffer.from(whole);
      altered[place] = (altered[place] ?? 0) ^ mask;
      return altered;
    }),
    tuple(at, integer({ min: 1, max: 400 })).map(([from, octets]) =>
      Buffer.concat([whole.subarray(0, from), whole.subarray(from + octets)]),
    ),
  );
};

/** What a reader gives, or undefined where it refuses with the error. */
const unless = <T>(kind: new (...args: never[]) => Error, read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof kind) return undefined;
    throw error;
  }
};

const holds = (whole: Buffer, name: string, look: (directory: string) => void): void => {
  const directory = fresh();
  check(
    property(damaged(whole), (bytes) => {
      writeFileSync(join(directory, name), bytes);
      look(directory);
    }),
    { numRuns: 200 },
  );
};

describe('a file of a run that was cut or altered', () => {
  test('is refused as a record, unless it still says the same', () => {
    holds(recordOf(true), 'run.jsonl', (directory) => {
      const record = unless(RecordError, () => readRecord(join(directory, 'run.jsonl')));
      if (record !== undefined) expect([record.header, record.footer]).toEqual([parcelHeader, parcelFooter]);
    });
  });

  test('is, as the record of a killed run, read up to the cut or refused', () => {
    holds(recordOf(false), 'run.jsonl', (directory) => {
      const begun = unless(RecordError, () => readBegun(join(directory, 'run.jsonl')));
      if (begun === undefined) return;
      expect(begun.header).toEqual(parcelHeader);
      expect(begun.entries).toEqual(parcelEntries.slice(0, begun.entries.length));
      expect(begun.footer).toBeUndefined();
    });
  });

  test('never names another address than the run had', () => {
    holds(recordOf(false), 'run.jsonl', (directory) => {
      const header = unless(RecordError, () => readHeader(join(directory, 'run.jsonl')));
      if (header !== undefined) expect(header).toEqual(parcelHeader);
    });
  });

  test('never names as a creation what the run did not create', () => {
    const whole = ledgerText();
    const written = whole
      .toString()
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as CreatedLine);
    holds(whole, 'created.jsonl', (directory) => {
      for (const { entry, operation, target, label, id, removal } of unless(LedgerError, () => readCreated(directory)) ?? [])
        expect(
          written.some(
            (one) =>
              one.entry === entry &&
              one.operation === operation &&
              one.target === target &&
              one.label === label &&
              (id === undefined || (one.id === id && removal?.pathValues['id'] === id)),
          ),
        ).toBe(true);
    });
  });

  test('never lets through an exchange that is not as it came, and says that some are lost', () => {
    const whole = exchangesText();
    const original = fresh();
    writeFileSync(join(original, 'exchanges', '1.jsonl'), whole);
    const [written, files] = [[...allExchanges(original)], countLines(original)];
    expect([written.length, files, damageIn(original, files)]).toEqual([3, { 'exchanges/1.jsonl': 3 }, []]);
    holds(whole, join('exchanges', '1.jsonl'), (directory) => {
      const read = [...allExchanges(directory)];
      for (const exchange of read) expect(written).toContainEqual(exchange);
      expect(damageIn(directory, files).reduce((sum, { lost }) => sum + lost, 0)).toBe(3 - read.length);
    });
  });
});

describe('a line that lost its digest', () => {
  test('is refused, also where what is left of it is a whole object', () => {
    const directory = fresh();
    const text = ledgerText().toString();
    const cut = text.replace(/"removal":\{.*?"check":"(?=.*\n)/u, '"removcheck":"');
    expect(cut.length).toBeLessThan(text.length);
    writeFileSync(join(directory, 'created.jsonl'), cut);
    expect(() => readCreated(directory)).toThrow(LedgerError);
  });
});

describe('a line behind one that a full disk cut', () => {
  test('is a line of its own', () => {
    const directory = fresh();
    const path = join(directory, 'created.jsonl');
    const first = createCreatedLedger(directory, 'depot');
    first.reserve({ operation: 'POST /parcels', label: 'ct-a' });
    first.close();
    writeFileSync(path, readFileSync(path).subarray(0, -30), { flag: 'w' });
    const second = createCreatedLedger(directory, 'depot');
    second.reserve({ operation: 'POST /parcels', label: 'ct-b' });
    second.close();
    expect(readCreated(directory).map(({ label }) => label)).toEqual(['ct-b']);
  });

  test('does not make what an intact one names removable, where the cut one was about the same', () => {
    const directory = fresh();
    const whole = ledgerText().toString().split('\n');
    // Line 8 says that it was there before.
    const at = whole.findIndex((line) => line.includes('"unknown"'));
    writeFileSync(join(directory, 'created.jsonl'), [...whole.slice(0, at), (whole[at] ?? '').slice(0, 90), ''].join('\n'));
    expect(readCreated(directory).find(({ id }) => id === '13')?.unknown).toBe('a line about it in the list of creations was cut off');
  });
});

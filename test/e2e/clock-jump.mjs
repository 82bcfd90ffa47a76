// Preloaded into each process of a command: the clock of the machine is set as soon as the process has written that something was created.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const by = Number(process.env.JUMP_BY_MS);
let isSet = false;

const { writeSync } = fs;
fs.writeSync = (file, bytes, ...more) => {
  const written = writeSync(file, bytes, ...more);
  isSet ||= bytes.includes('"created"');
  return written;
};
syncBuiltinESMExports();

const RealDate = Date;
const now = () => RealDate.now() + (isSet ? by : 0);

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }

  static now() {
    return now();
  }
};

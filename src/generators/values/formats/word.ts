import * as fc from 'fast-check';

/** A short word of plain letters and digits, of which texts of several formats are made. Made once: that takes milliseconds of each start. */
export const word = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);

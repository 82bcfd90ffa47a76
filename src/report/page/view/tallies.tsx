import type { PageTally } from '../page-model.ts';

/** Numbers of the form "52 of 120", each with a bar. */
export const Tallies = ({ tallies }: { readonly tallies: readonly PageTally[] }) => (
  <ul class="tallies">
    {tallies.map(({ name, seen, of }) => (
      <li key={name}>
        <span class="numbers">
          {seen} of {of}
        </span>{' '}
        {name}
        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect class="track" width="100" height="4" />
          <rect class="fill tally" width={of === 0 ? 0 : (seen / of) * 100} height="4" />
        </svg>
      </li>
    ))}
  </ul>
);

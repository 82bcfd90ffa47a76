import { overlapsIncluded } from './overlapping.ts';
import { partMatchesNothing } from './part-of-value.ts';
import { searchedWords } from './searched-words.ts';
import { searchAsTold } from './told-searches.ts';
import type { Check } from '../../kit/define.ts';
import { afterValue } from './after-value.ts';
import { allMatching } from './all-matching.ts';
import { anyCaseMatches } from './any-case.ts';
import { boundItself } from './bound-itself.ts';
import { zoneOfBound } from './zone-of-bound.ts';
import { filterHasEffect, filterValuesApart } from './closed-filters.ts';
import { combinedFilters } from './combined.ts';
import { dayItself } from './day-itself.ts';
import { datesWithinRange } from './dates-within-range.ts';
import { combinedPages, keepsEffectBesideAnother } from './filters-beside.ts';
import { guessedNameHasEffect } from './guessed-name-has-effect.ts';
import { heldValues } from './held-values.ts';
import { leftOutUnlessAsked } from './left-out-items.ts';
import { madeUpValueMatchesNothing } from './made-up-value-matches-nothing.ts';
import { yearMatches } from './of-year.ts';
import { narrowestRange } from './narrowest-range.ts';
import { severalValues } from './several-values.ts';
import { knownValueMatches, onlyMatching } from './shown-values.ts';
import { textContained } from './text-contained.ts';
import { topLevelAlone } from './top-level-alone.ts';
import { valueAccepted } from './value-accepted.ts';
import { withinBounds } from './within-bounds.ts';
import { withinRange } from './within-range.ts';

/** The checks of the family `filtering`, in the order in which they run within a stage. */
export const filteringChecks: readonly Check[] = [
  valueAccepted,
  madeUpValueMatchesNothing,
  allMatching,
  anyCaseMatches,
  combinedFilters,
  severalValues,
  heldValues,
  textContained,
  filterHasEffect,
  leftOutUnlessAsked,
  topLevelAlone,
  filterValuesApart,
  combinedPages,
  keepsEffectBesideAnother,
  guessedNameHasEffect,
  withinRange,
  boundItself,
  zoneOfBound,
  narrowestRange,
  datesWithinRange,
  onlyMatching,
  knownValueMatches,
  afterValue,
  dayItself,
  overlapsIncluded,
  withinBounds,
  partMatchesNothing,
  searchedWords,
  searchAsTold,
  yearMatches,
];

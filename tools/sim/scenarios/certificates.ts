import {
  isRefused,
  refusesWhatIsBad,
  replacesItsAuthority,
  rotatesThroughAll,
  setsClocks,
} from './certificate-changes.ts';
import {
  asksASigner,
  renewsItsOwn,
  renewsUnderUsersAuthority,
  usesSuppliedPairs,
  type Pace,
} from './certificate-years.ts';
import type { Scenario } from './scenario.ts';

/** Ten years, day by day. */
const longPace: Pace = { years: 10, stepDays: 1 };

/**
 * Stories about certificates, told by a sweep of their own because years go by in them. Each throws where somebody lost
 * trust, rolled without need, or was not told what there was to say.
 */
export const certificateScenarios: readonly Scenario[] = [
  {
    name: 'certificates: ten years',
    says: 'what the operator issued is renewed, and nothing is said',
    nodes: 2,
    story: (world) => renewsItsOwn(world, longPace),
  },
  {
    name: "certificates: ten years under a user's authority",
    says: 'an authority of two years is replaced by its user',
    nodes: 2,
    story: (world) => renewsUnderUsersAuthority(world, longPace),
  },
  {
    name: "certificates: ten years with a user's pairs",
    says: 'pairs of one year are replaced by their user',
    nodes: 2,
    story: (world) => usesSuppliedPairs(world, longPace),
  },
  {
    name: 'certificates: ten years with a signer',
    says: 'pods ask a signer, whose authority changes',
    nodes: 2,
    story: (world) => asksASigner(world, longPace),
  },
  {
    name: 'certificates: rotation',
    says: 'an authority of ours is about to end',
    nodes: 3,
    story: (world) => replacesItsAuthority(world, longPace.stepDays),
  },
  { name: 'certificates: changes', says: 'who signs changes again and again', nodes: 3, story: rotatesThroughAll },
  { name: 'certificates: refused', says: 'a webhook refuses Secrets for 60 days', nodes: 2, story: isRefused },
  { name: 'certificates: clocks', says: 'clocks are set', nodes: 2, story: setsClocks },
  { name: 'certificates: bad pairs', says: 'a user supplies what cannot be used', nodes: 2, story: refusesWhatIsBad },
];

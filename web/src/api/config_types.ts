import type { Schema } from './schema';

// The words of the site's configuration, by the names the pages use.
export type Flow = Schema<'Flow'>;
export type FlowNode = Schema<'FlowNode'>;
export type FlowNodeKind = FlowNode['kind'];
export type FlowSummary = Schema<'FlowSummary'>;
export type FlowVersions = Schema<'FlowVersions'>;
export type FlowProblem = Schema<'FlowProblem'>;
export type OpenHours = Schema<'OpenHours'>;
export type SpecialDay = Schema<'SpecialDay'>;
export type Schedule = Schema<'Schedule'>;
export type SiteQueue = Schema<'SiteQueue'>;
export type SiteTrunk = Schema<'SiteTrunk'>;
export type TrunkStatus = Schema<'TrunkView'>;
export type SiteInbound = Schema<'SiteInbound'>;
export type SiteOutbound = Schema<'SiteOutbound'>;
export type OutboundTest = Schema<'DialTest'>;
export type SurveyChoice = Schema<'SurveyChoice'>;
export type TenantOptions = Schema<'OptionsForm'>;
export type Voice = Schema<'Voice'>;

/** In the order in which they are offered. */
export const strategies: readonly SiteQueue['strategy'][] = [
  'longest_idle',
  'ring_all',
  'round_robin',
  'fewest_calls',
  'least_talk',
  'random',
  'linear',
  'skills',
];
export const surveyTriggers: readonly TenantOptions['survey']['trigger'][] = ['off', 'automatic', 'button', 'both'];

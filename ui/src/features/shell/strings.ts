/** Why deployments cannot be added. */
export const NOT_YET = 'Not in this version yet';
export const NOTHING_SENT = 'Nothing is sent';

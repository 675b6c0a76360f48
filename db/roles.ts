/** What API, workers and relay connect as: it owns nothing. */
export const APP_ROLE = 'countersign_app';
/** The owner of the functions that look over all tenants (by an exact token, address or number; sums; deliveries). Nobody signs in as it. */
export const LOOKUP_ROLE = 'countersign_lookup';

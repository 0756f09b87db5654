/** Asked by a page without arguments; answered with a port to the engine. */
export const portChannel = 'timecue:port';
/** Told to a page: the engine has died, its port carries nothing any more. */
export const engineGoneChannel = 'timecue:engine-gone';

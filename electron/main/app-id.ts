/** How the systems tell this program from others: the same in the packages and while it runs. */
export const appId = 'app.timecue.Timecue';

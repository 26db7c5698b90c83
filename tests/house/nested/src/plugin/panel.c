void
ask (void)
{
  gtk_dialog_run (dialog);
  g_thread_new ("x", work, NULL);
}

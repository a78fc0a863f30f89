"""Every sentence and every word users read, in Chinese and English: the one home of each."""

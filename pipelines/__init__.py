"""From the files a council hands over to questions answered by rows. No interface below here."""

"""What the pages say, topic by topic: figures, sentences, and rows in the order that matters."""
